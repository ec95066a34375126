#include "rules/check.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "rules/limits.h"
#include "rules/overload_choice.h"
#include "rules/schema.h"
#include "rules/static_type.h"

namespace leakproof::rules {
namespace {

using Kind = Expression::Kind;

std::string in_quotes(std::string_view word) { return "'" + std::string(word) + "'"; }

struct Typed {
  Node node;
  StaticType type;
  bool constant() const { return node.kind == Node::Kind::kConstant; }
};
using Arguments = std::vector<Typed>;

struct Macro {
  std::string_view name;
  Node::Kind kind;
  std::size_t arguments;
};
constexpr std::array<Macro, 7> kMacros = {{{"all", Node::Kind::kAll, 3},
                                           {"exists", Node::Kind::kExists, 3},
                                           {"exists_one", Node::Kind::kExistsOne, 3},
                                           {"existsOne", Node::Kind::kExistsOne, 3},
                                           {"filter", Node::Kind::kFilter, 3},
                                           {"map", Node::Kind::kTransform, 3},
                                           {"map", Node::Kind::kTransform, 4}}};

std::optional<Type> type_named(std::string_view name) {
  if (name == "google.protobuf.Timestamp") return Type::kTimestamp;
  if (name == "google.protobuf.Duration") return Type::kDuration;
  for (const auto type : {Type::kNull, Type::kBool, Type::kInt, Type::kUint, Type::kDouble, Type::kString, Type::kBytes,
                          Type::kList, Type::kMap, Type::kType}) {
    if (name_of(type) == name) return type;
  }
  return std::nullopt;
}

class Checker {
 public:
  Checker(const Schema& schema, Mode mode, Code& code) : schema_(schema), typed_(mode == Mode::kTyped), code_(code) {}

  Typed of(const Expression& expression) {
    Typed typed = typed_ ? unplaced(expression) : unplaced_or_fault(expression);
    place(typed.node, expression);
    if (!typed_) typed.type = StaticType();
    return typed;
  }
  // `typed` as `type`, turning whole-number literals into doubles; refuses another type.
  void expect(Typed& typed, const StaticType& type, const std::string& who, std::size_t at) {
    if (type.type == Type::kDouble) promote(typed);
    if (typed.type.dyn() || type.dyn() || (typed.type.type == type.type && comparable(typed.type, type))) return;
    throw Refused{who + " needs " + shown(type) + ", found " + shown(typed.type), at};
  }

 private:
  Typed unplaced(const Expression& expression) {
    switch (expression.kind) {
      case Kind::kLiteral:
        return constant(std::visit([this](const auto& literal) { return kept(literal); }, expression.literal));
      case Kind::kList:
        return list(expression);
      case Kind::kMap:
        return map(expression);
      case Kind::kPath:
        return path(expression, expression.name);
      case Kind::kMember:
        return member(of(expression.arguments[0]), expression.name, expression.at);
      case Kind::kCall:
        return special(expression);
      case Kind::kMethod:
        return method(expression);
    }
    LEAKPROOF_CHECK(false);
    return {};
  }
  Typed unplaced_or_fault(const Expression& expression) {
    const auto locals = locals_.size();
    try {
      return unplaced(expression);
    } catch (const Refused& refused) {
      if (refused.final) throw;
      locals_.resize(locals);
      Typed fault = constant(code_.strings.emplace_front(refused.message));
      fault.node.kind = Node::Kind::kFault;
      fault.node.at = static_cast<std::uint16_t>(refused.at);
      return fault;
    }
  }
  static void place(Node& node, const Expression& expression) {
    node.begin = static_cast<std::uint16_t>(expression.begin);
    node.end = static_cast<std::uint16_t>(expression.end);
    if (node.kind != Node::Kind::kFault) node.at = static_cast<std::uint16_t>(expression.at);
  }

  template <class T>
  Value kept(const T& literal) {
    return literal;
  }
  Value kept(std::monostate) { return {}; }
  Value kept(std::uint64_t literal) { return Uint{literal}; }
  Value kept(const std::string& literal) {
    const auto at = code_.text.find(literal);
    return at == std::string::npos ? Value(code_.strings.emplace_front(literal))
                                   : std::string_view(code_.text).substr(at, literal.size());
  }
  Value kept(const ByteText& literal) { return Bytes{code_.strings.emplace_front(literal.data)}; }

  Typed constant(Value value, StaticType type) {
    Typed typed;
    typed.node.value = &values_.emplace_front(value);
    typed.type = std::move(type);
    return typed;
  }
  Typed constant(Value value) { return constant(value, value.type()); }
  Typed call_of(Node::Kind kind, const Arguments& arguments, StaticType type) {
    std::vector<Node> nodes;
    for (auto& argument : arguments) nodes.push_back(argument.node);
    Typed typed;
    typed.node.kind = kind;
    typed.node.first_argument = nodes_.emplace_front(std::move(nodes)).data();
    typed.node.argument_count = static_cast<std::uint16_t>(arguments.size());
    typed.type = std::move(type);
    return typed;
  }
  Arguments all_of(const Expression& expression) {
    Arguments arguments;
    for (const auto& argument : expression.arguments) arguments.push_back(of(argument));
    return arguments;
  }

  // `name`: the path, or a front part of it. The variables of macros first, then the longest part that is a field.
  Typed path(const Expression& expression, const std::string& name) {
    const auto dot = name.find('.');
    if (!expression.absolute) {
      for (auto i = locals_.size(); i-- > 0;) {
        if (locals_[i].name == name.substr(0, dot)) return members(local(i), expression, name, dot);
      }
    }
    for (auto end = name.size(); end != std::string::npos && end != 0; end = name.rfind('.', end - 1)) {
      const auto slot = schema_.find(name.substr(0, end));
      if (slot && (!typed_ || end == name.size() || schema_.type(*slot) == Type::kMap))
        return members(field(*slot), expression, name, end == name.size() ? std::string::npos : end);
    }
    if (name == "now" && typed_) {
      Typed now{.node = {}, .type = Type::kTimestamp};
      now.node.kind = Node::Kind::kNow;
      return now;
    }
    if (const auto type = type_named(name)) return constant(*type);
    throw Refused{unknown(name), expression.begin};
  }
  std::string unknown(const std::string& name) const {
    auto nearest = schema_.nearest(name);
    if (!nearest) nearest = schema_.nearest(name.substr(0, name.find('.')));
    return "unknown field " + in_quotes(name) + (nearest ? ", did you mean " + in_quotes(*nearest) + "?" : "");
  }
  Typed local(std::size_t index) const {
    Typed typed;
    typed.node.kind = Node::Kind::kLocal;
    typed.node.local = static_cast<std::uint8_t>(index);
    typed.type = locals_[index].type;
    return typed;
  }
  Typed field(Slot slot) const {
    Typed typed;
    typed.node.kind = Node::Kind::kField;
    typed.node.slot = slot;
    typed.type = schema_.type(slot);
    if (typed.type.type == Type::kList) typed.type.parts = {schema_.element(slot)};
    return typed;
  }
  // What stands behind the dot at `dot` of the path, one member after the other.
  Typed members(Typed target, const Expression& expression, const std::string& name, std::size_t dot) {
    place(target.node, expression);
    if (dot != std::string::npos) target.node.end = static_cast<std::uint16_t>(end_of(expression, name.substr(0, dot)));
    while (dot != std::string::npos) {
      const auto next = name.find('.', dot + 1);
      target = member(std::move(target), name.substr(dot + 1, next - dot - 1), expression.begin);
      place(target.node, expression);
      dot = next;
    }
    return target;
  }
  // Where the front part of a path ends in the text, which may hold blanks around its dots.
  std::size_t end_of(const Expression& expression, std::string_view part) const {
    auto dots = std::ranges::count(part, '.') + 1 + expression.absolute;
    auto at = expression.begin;
    for (; at < expression.end; ++at) {
      if (code_.text[at] == '.' && --dots == 0) break;
    }
    return at;
  }
  Typed member(Typed target, const std::string& name, std::size_t at) {
    if (!target.type.dyn() && target.type.type != Type::kMap)
      throw Refused{in_quotes(name) + " is no field: only maps and paths such as lead.country have fields", at};
    const StaticType type = target.type.last();
    Typed typed = call_of(Node::Kind::kMember, {std::move(target)}, type);
    typed.node.value = &values_.emplace_front(kept(name));
    return typed;
  }

  Typed list(const Expression& expression) {
    Arguments elements = all_of(expression);
    StaticType type = elements.empty() ? StaticType() : elements.front().type;
    for (const auto& element : elements) type = joined_numbers(type, element.type);
    if (type.type == Type::kDouble) std::ranges::for_each(elements, [this](Typed& element) { promote(element); });
    if (!std::ranges::all_of(elements, &Typed::constant))
      return call_of(Node::Kind::kList, elements, {Type::kList, {type}});
    std::vector<Value> values;
    for (const auto& element : elements) values.push_back(element.node.constant());
    const auto& kept_values = code_.lists.emplace_front(std::move(values));
    return constant(List{kept_values.data(), kept_values.size()}, {Type::kList, {type}});
  }
  // In typed rules [1, 2.5] is a list of doubles, as 1 next to a double is a double.
  static StaticType joined_numbers(const StaticType& a, const StaticType& b) {
    const bool mixed =
        (a.type == Type::kInt && b.type == Type::kDouble) || (a.type == Type::kDouble && b.type == Type::kInt);
    return mixed ? StaticType(Type::kDouble) : joined(a, b);
  }

  Typed map(const Expression& expression) {
    Arguments parts = all_of(expression);
    StaticType keys, values;
    for (std::size_t i = 0; i < parts.size(); i += 2) {
      keys = i == 0 ? parts[i].type : joined(keys, parts[i].type);
      values = i == 0 ? parts[i + 1].type : joined(values, parts[i + 1].type);
    }
    return call_of(Node::Kind::kMap, parts, {Type::kMap, {keys, values}});
  }

  void promote(Typed& typed) {
    if (!typed.constant() || typed.type.type != Type::kInt) return;
    typed.node.value = &values_.emplace_front(static_cast<double>(typed.node.constant().as<std::int64_t>()));
    typed.type = Type::kDouble;
  }

  // The calls that are not rows of the overload table.
  Typed special(const Expression& expression) {
    const auto& name = expression.name;
    if (name == "&&") return logical(expression, Node::Kind::kAnd);
    if (name == "||") return logical(expression, Node::Kind::kOr);
    if (name == "?:") return conditional(expression);
    if (name == "has") return has(expression);
    if (name == "matches" && expression.arguments.size() == 2) return matches(expression);
    return call(expression);
  }
  Typed method(const Expression& expression) {
    for (const auto& macro : kMacros) {
      if (macro.name == expression.name && macro.arguments == expression.arguments.size())
        return comprehension(expression, macro);
    }
    if (expression.name == "matches" && expression.arguments.size() == 2) return matches(expression);
    return call(expression);
  }

  Typed logical(const Expression& expression, Node::Kind kind) {
    Arguments arguments = all_of(expression);
    for (std::size_t i = 0; i < arguments.size(); ++i)
      expect(arguments[i], Type::kBool, in_quotes(expression.name), expression.arguments[i].begin);
    return call_of(kind, arguments, Type::kBool);
  }

  Typed conditional(const Expression& expression) {
    Arguments arguments = all_of(expression);
    expect(arguments[0], Type::kBool, "'?'", expression.arguments[0].begin);
    if (arguments[2].type.type == Type::kDouble) promote(arguments[1]);
    expect(arguments[2], arguments[1].type, "the value after ':'", expression.arguments[2].begin);
    StaticType type = joined(arguments[1].type, arguments[2].type);
    return call_of(Node::Kind::kConditional, arguments, std::move(type));
  }

  Typed has(const Expression& expression) {
    const bool one = expression.arguments.size() == 1;
    const Expression& field = one ? expression.arguments[0] : expression;
    if (one && field.kind == Kind::kMember) return has_member(of(field.arguments[0]), field.name, field.at);
    const auto dot = field.name.rfind('.');
    if (!one || field.kind != Kind::kPath || dot == std::string::npos)
      throw Refused{.message = "has() asks for one field: has(lead.country)", .at = expression.at, .final = true};
    const bool hidden =
        std::ranges::find(locals_, field.name.substr(0, field.name.find('.')), &Local::name) != locals_.end();
    const auto slot = hidden && !field.absolute ? std::nullopt : schema_.find(field.name);
    if (!slot) return has_member(prefix_of(field, dot), field.name.substr(dot + 1), field.begin);
    Typed typed;
    typed.node.kind = Node::Kind::kHas;
    typed.node.slot = *slot;
    typed.type = Type::kBool;
    return typed;
  }
  // What stands before the last dot; in typed rules the message is about the whole path.
  Typed prefix_of(const Expression& field, std::size_t dot) {
    if (!typed_) return unplaced_or_fault(shortened(field, dot));
    try {
      return path(field, field.name.substr(0, dot));
    } catch (const Refused&) {
      throw Refused{unknown(field.name), field.begin};
    }
  }
  static Expression shortened(Expression field, std::size_t dot) {
    field.name.resize(dot);
    return field;
  }
  Typed has_member(Typed target, const std::string& name, std::size_t at) {
    Typed typed = member(std::move(target), name, at);
    typed.node.kind = Node::Kind::kHasMember;
    typed.type = Type::kBool;
    return typed;
  }

  // x.matches(re) and matches(x, re): a literal is compiled here; only untyped rules have others.
  Typed matches(const Expression& expression) {
    const auto* pattern = std::get_if<std::string>(&expression.arguments[1].literal);
    if (pattern == nullptr && !typed_) return call(expression);
    if (pattern == nullptr) throw Refused{"matches() takes one string literal, the regular expression", expression.at};
    Typed text = of(expression.arguments[0]);
    expect(text, Type::kString, "matches()", expression.at);
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemoryMax);
    auto compiled = std::make_unique<RE2>(*pattern, options);
    if (!compiled->ok())
      throw Refused{"the regular expression is not valid: " + compiled->error(), expression.arguments[1].begin};
    Typed typed = call_of(Node::Kind::kMatches, {std::move(text)}, Type::kBool);
    typed.node.pattern = code_.patterns.emplace_front(std::move(compiled)).get();
    return typed;
  }

  struct Local {
    std::string name;
    StaticType type;
  };
  Typed comprehension(const Expression& expression, const Macro& macro) {
    const auto& variable = expression.arguments[1];
    if (variable.kind != Kind::kPath || variable.absolute || variable.name.find('.') != std::string::npos)
      throw Refused{.message = macro.name.data() + std::string("() names its variable first: x.") + macro.name.data() +
                               "(item, ...)",
                    .at = variable.begin,
                    .final = true};
    if (locals_.size() == kMacroNestingMax)
      throw Refused{.message = "macros are nested too deeply: at most 8 levels", .at = expression.at, .final = true};
    Arguments arguments = {of(expression.arguments[0])};
    const StaticType range = arguments[0].type;
    if (!range.dyn() && range.type != Type::kList && range.type != Type::kMap)
      throw Refused{in_quotes(macro.name) + " needs a list or a map, found " + shown(range), expression.at};
    locals_.push_back({variable.name, range.first()});
    const auto local = static_cast<std::uint8_t>(locals_.size() - 1);
    for (std::size_t i = 2; i < expression.arguments.size(); ++i) arguments.push_back(of(expression.arguments[i]));
    locals_.pop_back();
    return finished(expression, macro, std::move(arguments), local);
  }
  Typed finished(const Expression& expression, const Macro& macro, Arguments arguments, std::uint8_t local) {
    StaticType type = Type::kBool;
    const bool transforms = macro.kind == Node::Kind::kTransform;
    if (transforms && arguments.size() == 2) arguments.insert(arguments.begin() + 1, constant(true));
    expect(arguments[1], Type::kBool, in_quotes(macro.name), expression.arguments[2].begin);
    if (transforms) type = {Type::kList, {arguments[2].type}};
    if (macro.kind == Node::Kind::kFilter) type = {Type::kList, {arguments[0].type.first()}};
    Typed typed = call_of(macro.kind, arguments, std::move(type));
    typed.node.local = local;
    return typed;
  }

  Typed call(const Expression& expression) {
    Arguments arguments = all_of(expression);
    if (arguments.size() == 2) meet(arguments);
    if (std::ranges::find(kMacros, expression.name, &Macro::name) != kMacros.end())
      throw Refused{"write x." + expression.name + "(item, ...)", expression.at};
    OverloadChoice choice = choose_overload(expression, types_of(arguments));
    const bool is_first = schema_.folding() == text::FoldVersion::kFirst && !choice.rows.empty();
    if (expression.name == "fold" && is_first) choice.rows = overloads_of(kFirstFold);
    if (choice.known && typed_) check_constants(expression, arguments);
    if (choice.known && folds(expression.name) && arguments[0].constant())
      return folded(expression, choice.rows.front(), arguments[0]);
    Typed typed =
        call_of(choice.known ? Node::Kind::kCall : Node::Kind::kDispatch, arguments, std::move(choice.result));
    typed.node.rows = choice.rows.data();
    typed.node.row_count = static_cast<std::uint16_t>(choice.rows.size());
    return typed;
  }
  static std::vector<StaticType> types_of(const Arguments& arguments) {
    std::vector<StaticType> types;
    for (const auto& argument : arguments) types.push_back(argument.type);
    return types;
  }
  // A whole-number literal that meets a double is one: lead.budget * 2.
  void meet(Arguments& arguments) {
    if (arguments[0].type.type == Type::kDouble) promote(arguments[1]);
    if (arguments[1].type.type == Type::kDouble) promote(arguments[0]);
  }
  static bool folds(const std::string& name) { return name == "timestamp" || name == "duration"; }
  Typed folded(const Expression& expression, const Overload& row, const Typed& argument) {
    static thread_local Scratch scratch;  // these make none of it
    const Evaluated value = row.function(&argument.node.constant(), scratch);
    if (!value.ok()) throw Refused{value.reason(), expression.arguments[0].begin};
    return constant(value.value());
  }
  // What is wrong whatever the lead is.
  static void check_constants(const Expression& expression, const Arguments& arguments) {
    const bool zoned =
        arguments.size() == 2 && arguments[0].type.type == Type::kTimestamp && arguments[1].type.type == Type::kString;
    if (!zoned || !arguments[1].constant()) return;
    const auto zone = arguments[1].node.constant().as<std::string_view>();
    if (zone.empty() || !civil_of(Timestamp(), zone))
      throw Refused{"there is no time zone " + in_quotes(zone), expression.arguments[1].begin};
  }

  const Schema& schema_;
  const bool typed_;
  Code& code_;
  std::vector<Local> locals_;
  // Of the draft, which becomes the code once all of it is known.
  std::forward_list<std::vector<Node>> nodes_;
  std::forward_list<Value> values_;
};

// Brings a draft into the blocks of the code, which never grow beyond what is reserved for it.
class Packing {
 public:
  explicit Packing(Code& code) : code_(code) {}
  void pack(const Node& draft) {
    measure(draft);
    code_.nodes.reserve(nodes_);
    code_.values.reserve(values_);
    code_.root = draft;
    settle(code_.root);
  }

 private:
  void measure(const Node& draft) {
    nodes_ += draft.argument_count;
    values_ += draft.has_constant();
    for (const auto& argument : draft.arguments()) measure(argument);
  }
  void settle(Node& node) {
    if (node.has_constant()) node.value = &code_.values.emplace_back(node.constant());
    const auto from = node.arguments();
    const auto first = code_.nodes.insert(code_.nodes.end(), from.begin(), from.end());
    node.first_argument = from.empty() ? nullptr : &*first;
    for (std::size_t i = 0; i < from.size(); ++i) settle(first[static_cast<std::ptrdiff_t>(i)]);
  }
  Code& code_;
  std::size_t nodes_ = 0, values_ = 0;
};

}  // namespace

void check(const Expression& expression, const Schema& schema, Type expected, Mode mode, Code& code) {
  Checker checker(schema, mode, code);
  Typed root = checker.of(expression);
  checker.expect(root, expected, "this place", 0);
  Packing(code).pack(root.node);
}

}  // namespace leakproof::rules
