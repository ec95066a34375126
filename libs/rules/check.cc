#include "rules/check.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "calendar/text.h"
#include "rules/limits.h"

namespace leakproof::rules {
namespace {

using Kind = Expression::Kind;

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }
std::string shown_operator(const std::string& name) { return quoted(name == "negate" ? "-" : name); }

class Checker {
 public:
  Checker(const Schema& schema, Code& code) : schema_(schema), code_(code) {}

  Node node_of(const Expression& expression) {
    Node node = unplaced_node(expression);
    node.begin = expression.begin;
    node.end = expression.end;
    return node;
  }
  // `node` as `type`, turning whole-number literals into doubles; refuses another type.
  void expect(Node& node, Type type, const std::string& who, std::size_t at) {
    promote(node, type);
    if (node.type != type) throw Refused{who + " needs " + std::string(name_of(type)) + ", found " + std::string(name_of(node.type)), at};
  }

 private:
  Node unplaced_node(const Expression& expression) {
    switch (expression.kind) {
      case Kind::kLiteral:
        return constant(std::visit([this](const auto& literal) { return kept(literal); }, expression.literal));
      case Kind::kList:
        return list(expression);
      case Kind::kPath:
        return field(expression);
      case Kind::kMember:
        break;
      case Kind::kCall:
        return special(expression);
      case Kind::kMethod:
        return expression.name == "matches" ? matches(expression) : call(expression);
    }
    throw Refused{quoted(expression.name) + " is no field: only paths such as lead.country have fields", expression.at};
  }

  template <class T>
  Value kept(const T& literal) {
    return literal;
  }
  Value kept(const std::string& literal) { return code_.strings.emplace_back(literal); }

  static Node constant(Value value) {
    Node node;
    node.constant = value;
    node.type = value.type();
    return node;
  }

  Slot slot_of(const Expression& path) const {
    if (const auto slot = schema_.find(path.name)) return *slot;
    const auto nearest = schema_.nearest(path.name);
    throw Refused{"unknown field " + quoted(path.name) + (nearest ? ", did you mean " + quoted(*nearest) + "?" : ""), path.begin};
  }

  Node field(const Expression& path) const {
    Node node;
    if (path.name == "now") {
      node.kind = Node::Kind::kNow;
      node.type = Type::kTimestamp;
      return node;
    }
    node.kind = Node::Kind::kField;
    node.slot = slot_of(path);
    node.type = schema_.type(node.slot);
    return node;
  }

  Node list(const Expression& expression) {
    if (expression.arguments.empty()) throw Refused{"an empty list contains nothing: name at least one element", expression.begin};
    std::vector<Node> elements;
    for (const auto& element : expression.arguments) {
      elements.push_back(node_of(element));
      if (elements.back().kind != Node::Kind::kConstant) throw Refused{"a list holds literals only", element.begin};
    }
    Type type = elements.front().type;
    if (type == Type::kInt && std::ranges::any_of(elements, [](const Node& node) { return node.type == Type::kDouble; }))
      type = Type::kDouble;
    for (std::size_t i = 0; i < elements.size(); ++i) expect(elements[i], type, "this list", expression.arguments[i].begin);
    switch (type) {
      case Type::kString:
        return constant(kept_list(elements, code_.string_lists));
      case Type::kInt:
        return constant(kept_list(elements, code_.int_lists));
      case Type::kDouble:
        return constant(kept_list(elements, code_.double_lists));
      default:
        throw Refused{"a list holds strings, ints or doubles", expression.begin};
    }
  }
  template <class T>
  static Value kept_list(const std::vector<Node>& elements, std::deque<std::vector<T>>& lists) {
    auto& list = lists.emplace_back();
    for (const auto& element : elements) list.push_back(element.constant.as<T>());
    return std::span<const T>(list);
  }

  void promote(Node& node, Type wanted) {
    if (node.kind != Node::Kind::kConstant) return;
    const auto placed = [&](Value value) {
      node.constant = value;
      node.type = wanted;
    };
    if (wanted == Type::kDouble && node.type == Type::kInt) placed(static_cast<double>(node.constant.as<std::int64_t>()));
    if (wanted == Type::kDoubleList && node.type == Type::kIntList) {
      const auto ints = node.constant.as<Value::IntList>();
      placed(Value::DoubleList(code_.double_lists.emplace_back(ints.begin(), ints.end())));
    }
  }

  // The calls that are not rows of the overload table.
  Node special(const Expression& expression) {
    const auto& name = expression.name;
    if (name == "&&") return logical(expression, Node::Kind::kAnd);
    if (name == "||") return logical(expression, Node::Kind::kOr);
    if (name == "?:") return conditional(expression);
    if (name == "has") return has(expression);
    if (name == "timestamp") return literal_call(expression, calendar::parse_instant);
    if (name == "duration") return literal_call(expression, calendar::parse_duration);
    return call(expression);
  }

  Node logical(const Expression& expression, Node::Kind kind) {
    Node node;
    node.kind = kind;
    for (const auto& argument : expression.arguments) {
      node.arguments.push_back(node_of(argument));
      expect(node.arguments.back(), Type::kBool, quoted(expression.name), argument.begin);
    }
    return node;
  }

  Node conditional(const Expression& expression) {
    Node node;
    node.kind = Node::Kind::kConditional;
    for (const auto& argument : expression.arguments) node.arguments.push_back(node_of(argument));
    expect(node.arguments[0], Type::kBool, "'?'", expression.arguments[0].begin);
    promote(node.arguments[1], node.arguments[2].type);
    expect(node.arguments[2], node.arguments[1].type, "the value after ':'", expression.arguments[2].begin);
    node.type = node.arguments[1].type;
    return node;
  }

  Node has(const Expression& expression) const {
    if (expression.arguments.size() != 1 || expression.arguments[0].kind != Kind::kPath || expression.arguments[0].name == "now") {
      throw Refused{"has() asks for one field: has(lead.country)", expression.at};
    }
    Node node;
    node.kind = Node::Kind::kHas;
    node.slot = slot_of(expression.arguments[0]);
    return node;
  }

  template <class Parse>
  Node literal_call(const Expression& expression, Parse parse) {
    const auto* text = expression.arguments.size() == 1 ? std::get_if<std::string>(&expression.arguments[0].literal) : nullptr;
    if (text == nullptr) throw Refused{expression.name + "() takes one string literal", expression.at};
    const auto parsed = parse(*text);
    if (!parsed) throw Refused{parsed.error().message(), expression.arguments[0].begin};
    return constant(*parsed);
  }

  Node matches(const Expression& expression) {
    const auto* pattern = expression.arguments.size() == 2 ? std::get_if<std::string>(&expression.arguments[1].literal) : nullptr;
    if (pattern == nullptr) throw Refused{"matches() takes one string literal, the regular expression", expression.at};
    Node node;
    node.kind = Node::Kind::kMatches;
    node.arguments.push_back(node_of(expression.arguments[0]));
    expect(node.arguments[0], Type::kString, "matches()", expression.at);
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemoryMax);
    auto& compiled = code_.patterns.emplace_back(std::make_unique<RE2>(*pattern, options));
    if (!compiled->ok()) throw Refused{"the regular expression is not valid: " + compiled->error(), expression.arguments[1].begin};
    node.pattern = compiled.get();
    return node;
  }

  Node call(const Expression& expression) {
    Node node;
    node.kind = Node::Kind::kCall;
    for (const auto& argument : expression.arguments) node.arguments.push_back(node_of(argument));
    if (node.arguments.size() == 2) {
      meet(node.arguments[0], node.arguments[1]);
      meet(node.arguments[1], node.arguments[0]);
    }
    const Overload& overload = overload_of(expression, node.arguments);
    node.function = overload.function;
    node.type = overload.result;
    return node;
  }
  // A whole-number literal that meets a double is one: lead.budget >= 1000, 2.5 in [1, 2].
  void meet(Node& node, const Node& other) {
    if (other.type == Type::kDouble) promote(node, node.type == Type::kIntList ? Type::kDoubleList : Type::kDouble);
    if (other.type == Type::kDoubleList) promote(node, Type::kDouble);
  }

  static const Overload& overload_of(const Expression& expression, const std::vector<Node>& arguments) {
    const bool method = expression.kind == Kind::kMethod;
    std::optional<Form> known;
    for (const auto& overload : overloads()) {
      if (overload.name != expression.name) continue;
      if (!known || overload.form != Form::kMethod || method) known = overload.form;
      if (method != (overload.form == Form::kMethod)) continue;
      if (std::ranges::equal(overload.parameters, arguments, {}, {}, &Node::type)) return overload;
    }
    throw Refused{no_overload(expression, arguments, known), expression.at};
  }
  static std::string no_overload(const Expression& expression, const std::vector<Node>& arguments, std::optional<Form> known) {
    const auto& name = expression.name;
    const bool method = expression.kind == Kind::kMethod;
    if (!known) return name == "matches" ? "write x.matches(...)" : "unknown function " + quoted(name);
    if (!method && known == Form::kMethod) return "write x." + name + "(...)";
    if (method && known != Form::kMethod) return "write " + name + "(...)";
    std::string types;
    for (const auto& argument : arguments) types += (types.empty() ? "" : " and ") + std::string(name_of(argument.type));
    const bool mixed = types == "int and double" || types == "double and int";
    return shown_operator(name) + " does not take " + (types.empty() ? "nothing" : types) +
           (mixed ? ": write double(x) around the int" : "");
  }

  const Schema& schema_;
  Code& code_;
};

}  // namespace

void check(const Expression& expression, const Schema& schema, Type expected, Code& code) {
  Checker checker(schema, code);
  code.root = checker.node_of(expression);
  checker.expect(code.root, expected, "this place", 0);
  for (std::uint32_t slot = 0; slot < schema.size(); ++slot) code.paths.push_back(schema.path(Slot(slot)));
}

}  // namespace leakproof::rules
