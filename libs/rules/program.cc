#include "rules/program.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

#include "rules/check.h"
#include "rules/evaluation.h"
#include "rules/fault_text.h"
#include "rules/functions.h"
#include "rules/parse.h"

namespace leakproof::rules {
namespace {

class Evaluation {
 public:
  Evaluation(const Record& record, Instant now, Scratch& scratch) : record_(record), now_(now), scratch_(scratch) {}

  // A value that can be looked at within the bound, too.
  Evaluated whole(const Node& node) {
    const Evaluated outcome = of(node);
    if (!outcome.ok()) return outcome;
    steps_ = 0;
    count(outcome.value());
    return steps_ > kStepsMax ? failed(kTooManySteps, node) : outcome;
  }

  Evaluated of(const Node& node) {
    if (++steps_ > kStepsMax) return Evaluated::fault(kTooManySteps).at(node);
    switch (node.kind) {
      case Node::Kind::kConstant:
        return node.constant();
      case Node::Kind::kFault:
        return Evaluated::fault(node.constant().as<std::string_view>().data()).at(node);
      case Node::Kind::kField:
        return field(node);
      case Node::Kind::kHas:
        return Value(record_.get(node.slot).has_value());
      case Node::Kind::kMember:
      case Node::Kind::kHasMember:
        return member(node);
      case Node::Kind::kLocal:
        return locals_[node.local];
      case Node::Kind::kNow:
        return Value(now_);
      case Node::Kind::kCall:
      case Node::Kind::kDispatch:
        return call(node);
      case Node::Kind::kMatches:
        return matches(node);
      case Node::Kind::kAnd:
        return decided_by(false, node);
      case Node::Kind::kOr:
        return decided_by(true, node);
      case Node::Kind::kConditional:
        return conditional(node);
      case Node::Kind::kList:
        return list(node);
      case Node::Kind::kMap:
        return map(node);
      default:
        return comprehension(node);
    }
  }

 private:
  static Evaluated failed(const char* reason, const Node& node) { return Evaluated::fault(reason).at(node); }
  static Evaluated not_taken(std::span<const Value> operands, const Node& node) {
    return Evaluated::fault(kNoOverload).at(node, packed_types(operands));
  }
  static Evaluated not_taken(const Value& operand, const Node& node) { return not_taken({&operand, 1}, node); }

  Evaluated field(const Node& node) const {
    const auto& value = record_.get(node.slot);
    return value ? Evaluated(*value) : failed("a field is not set", node);
  }

  Evaluated member(const Node& node) {
    const Evaluated target = of(node.arguments()[0]);
    if (!target.ok()) return target;
    const auto* map = target.value().get_if<Map>();
    if (map == nullptr) return failed("only a map has fields", node);
    steps_ += static_cast<int>(map->size());
    const Value* value = find(*map, node.constant());
    if (node.kind == Node::Kind::kHasMember) return Value(value != nullptr);
    return value == nullptr ? Evaluated::fault(kNoKey).at(node, *map) : Evaluated(*value);
  }

  Evaluated call(const Node& node) {
    Value arguments[kArgumentsMax];
    const auto parts = node.arguments();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Evaluated argument = of(parts[i]);
      if (!argument.ok()) return argument;
      arguments[i] = argument.value();
      count(arguments[i]);
    }
    if (steps_ > kStepsMax) return failed(kTooManySteps, node);
    const Overload* row = node.kind == Node::Kind::kCall ? node.rows : row_for(node, arguments);
    if (row == nullptr) return not_taken({arguments, parts.size()}, node);
    return row->function(arguments, scratch_).at(node, arguments[0]);
  }
  static const Overload* row_for(const Node& node, const Value* arguments) {
    const std::span rows(node.rows, node.row_count);
    const auto takes = [&](const Overload& row) {
      if (row.parameters.size() != node.argument_count) return false;
      for (std::size_t i = 0; i < node.argument_count; ++i) {
        if (row.parameters[i] != Type::kDyn && row.parameters[i] != arguments[i].type()) return false;
      }
      return true;
    };
    const auto row = std::ranges::find_if(rows, takes);
    return row == rows.end() ? nullptr : &*row;
  }
  // What it takes to look at all of a value: lists in lists may be the same list many times over, so this stops at the
  // bound.
  void count(const Value& value) {
    if (const auto* text = value.get_if<std::string_view>()) steps_ += static_cast<int>(text->size() / kBytesAStep);
    if (const auto* bytes = value.get_if<Bytes>()) steps_ += static_cast<int>(bytes->data.size() / kBytesAStep);
    if (const auto* list = value.get_if<List>()) count_all(*list, [this](const Value& element) { count(element); });
    if (const auto* map = value.get_if<Map>())
      count_all(*map, [this](const MapEntry& entry) {
        count(entry.key);
        count(entry.value);
      });
  }
  template <class Elements, class Counted>
  void count_all(const Elements& elements, Counted counted) {
    steps_ += static_cast<int>(elements.size());
    for (std::size_t i = 0; i < elements.size() && steps_ <= kStepsMax; ++i) counted(elements[i]);
  }

  Evaluated matches(const Node& node) {
    const Evaluated text = of(node.arguments()[0]);
    if (!text.ok()) return text;
    const auto* view = text.value().get_if<std::string_view>();
    if (view == nullptr) return not_taken(text.value(), node);
    count(text.value());
    if (steps_ > kStepsMax) return failed(kTooManySteps, node);
    return Value(RE2::PartialMatch(re2::StringPiece(view->data(), view->size()), *node.pattern));
  }

  // The value as a condition: what is no bool is a fault.
  Evaluated condition(const Node& node, const Node& user) {
    const Evaluated value = of(node);
    return value.ok() && value.value().type() != Type::kBool ? not_taken(value.value(), user) : value;
  }
  // && and ||: one `decisive` argument decides whatever the others are, faults included (CEL's absorption).
  Evaluated decided_by(bool decisive, const Node& node) {
    std::optional<Evaluated> fault;
    for (const auto& argument : node.arguments()) {
      const Evaluated part = condition(argument, node);
      if (part.ok() && part.value().as<bool>() == decisive) return part;
      if (!part.ok() && !fault) fault = part;
    }
    return fault ? *fault : Evaluated(Value(!decisive));
  }

  Evaluated conditional(const Node& node) {
    const Evaluated chosen = condition(node.arguments()[0], node);
    if (!chosen.ok()) return chosen;
    return of(node.arguments()[chosen.value().as<bool>() ? 1 : 2]);
  }

  Evaluated list(const Node& node) {
    auto* elements = scratch_.take_array<Value>(node.argument_count);
    if (elements == nullptr) return failed(kNoRoom, node);
    for (std::size_t i = 0; i < node.argument_count; ++i) {
      const Evaluated element = of(node.arguments()[i]);
      if (!element.ok()) return element;
      new (elements + i) Value(element.value());
    }
    return Value(List{elements, node.argument_count});
  }

  Evaluated map(const Node& node) {
    const std::size_t count = node.argument_count / 2;
    auto* entries = scratch_.take_array<MapEntry>(count);
    if (entries == nullptr) return failed(kNoRoom, node);
    for (std::size_t i = 0; i < count; ++i) {
      const Evaluated key = of(node.arguments()[2 * i]), value = key.ok() ? of(node.arguments()[2 * i + 1]) : key;
      if (!value.ok()) return value;
      const auto type = key.value().type();
      const bool legal = type == Type::kBool || type == Type::kInt || type == Type::kUint || type == Type::kString;
      if (!legal) return failed("a key is a bool, int, uint or string", node.arguments()[2 * i]);
      steps_ += static_cast<int>(i);
      if (find(Map{entries, i}, key.value()) != nullptr)
        return failed("the key is there twice", node.arguments()[2 * i]);
      new (entries + i) MapEntry{key.value(), value.value()};
    }
    return Value(Map{entries, count});
  }

  Evaluated comprehension(const Node& node) {
    const Evaluated range = of(node.arguments()[0]);
    if (!range.ok()) return range;
    count(range.value());
    const auto* list = range.value().get_if<List>();
    const auto* map = range.value().get_if<Map>();
    if (list == nullptr && map == nullptr) return not_taken(range.value(), node);
    const auto count = list ? list->size() : map->size();
    const auto item = [&](std::size_t i) -> const Value& { return list ? (*list)[i] : (*map)[i].key; };
    switch (node.kind) {
      case Node::Kind::kAll:
        return quantified(false, node, count, item);
      case Node::Kind::kExists:
        return quantified(true, node, count, item);
      case Node::Kind::kExistsOne:
        return exactly_one(node, count, item);
      default:
        return selected(node, count, item);
    }
  }
  template <class Item>
  Evaluated quantified(bool decisive, const Node& node, std::size_t count, Item item) {
    std::optional<Evaluated> fault;
    for (std::size_t i = 0; i < count; ++i) {
      locals_[node.local] = item(i);
      const Evaluated part = condition(node.arguments()[1], node);
      if (part.ok() && part.value().as<bool>() == decisive) return part;
      if (!part.ok() && !fault) fault = part;
    }
    return fault ? *fault : Evaluated(Value(!decisive));
  }
  template <class Item>
  Evaluated exactly_one(const Node& node, std::size_t count, Item item) {
    std::size_t holding = 0;
    for (std::size_t i = 0; i < count; ++i) {
      locals_[node.local] = item(i);
      const Evaluated part = condition(node.arguments()[1], node);
      if (!part.ok()) return part;
      holding += part.value().as<bool>();
    }
    return Value(holding == 1);
  }
  // filter and map: those for which the condition holds, as they are or transformed.
  template <class Item>
  Evaluated selected(const Node& node, std::size_t count, Item item) {
    if (count > kListMax) return failed(kListTooLong, node);
    auto* made = scratch_.take_array<Value>(count);
    if (made == nullptr) return failed(kNoRoom, node);
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) {
      locals_[node.local] = item(i);
      const Evaluated part = condition(node.arguments()[1], node);
      if (!part.ok()) return part;
      if (!part.value().as<bool>()) continue;
      const Evaluated element = node.kind == Node::Kind::kFilter ? Evaluated(item(i)) : of(node.arguments()[2]);
      if (!element.ok()) return element;
      new (made + size++) Value(element.value());
    }
    return Value(List{made, size});
  }

  const Record& record_;
  Instant now_;
  Scratch& scratch_;
  int steps_ = 0;
  std::array<Value, kMacroNestingMax> locals_;
};

}  // namespace

Evaluated evaluated(const Node& node, const Record& record, Instant now) {
  thread_local Scratch scratch;
  scratch.clear();
  return Evaluation(record, now, scratch).whole(node);
}

namespace {

// The first part of a conjunction that is not true, however deep; anything else is its own failure.
const Node& first_failure(const Node& node, const Record& record, Instant now) {
  if (node.kind != Node::Kind::kAnd) return node;
  const auto failed =
      std::ranges::find_if(node.arguments(), [&](const Node& part) { return !evaluated(part, record, now).is_true(); });
  return first_failure(*failed, record, now);
}

void collect_fields(const Node& node, std::vector<const Node*>& fields) {
  const bool reads = node.kind == Node::Kind::kField || node.kind == Node::Kind::kHas;
  if (reads && std::ranges::find(fields, node.slot, &Node::slot) == fields.end()) fields.push_back(&node);
  for (const auto& argument : node.arguments()) collect_fields(argument, fields);
}

// The field's path as the rule has it, without blanks; of has(x) what is in the brackets.
std::string path_of(const Node& node, const std::string& text) {
  std::string path = text.substr(node.begin, node.end - node.begin);
  std::erase_if(path, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
  return node.kind == Node::Kind::kHas ? path.substr(4, path.size() - 5) : path;
}

// `(is "DE")` for one field, `(lead.a is 1, lead.b is not set)` for several.
std::string seen(const Node& node, const Code& code, const Record& record) {
  std::vector<const Node*> fields;
  collect_fields(node, fields);
  std::string text;
  for (const auto* field : fields) {
    if (!text.empty()) text += ", ";
    if (fields.size() > 1) text += path_of(*field, code.text) + " ";
    const auto& value = record.get(field->slot);
    text += value ? "is " + value->text() : "is not set";
  }
  return text.empty() ? "" : " (" + text + ")";
}

int column_of(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, std::min(at, text.size()));
  return 1 + static_cast<int>(std::ranges::count_if(before, [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

Compiled Program::compile(std::string_view text, const Schema& schema, Type expected) {
  return compile_as(text, schema, expected, Mode::kTyped);
}
Compiled Program::compile_untyped(std::string_view text, const Schema& schema) {
  return compile_as(text, schema, Type::kDyn, Mode::kUntyped);
}
Compiled Program::compile_as(std::string_view text, const Schema& schema, Type expected, Mode mode) {
  try {
    auto code = std::make_shared<Code>();
    code->text = text;
    check(parse(code->text), schema, expected, mode, *code);
    return Program(std::move(code));
  } catch (const Refused& refused) {
    return CompileError{refused.message, column_of(text, refused.at)};
  }
}

int Program::column(const Evaluated& fault) const { return column_of(code_->text, fault.node()->at); }

std::string Program::message(const Evaluated& fault) const { return fault_text(fault); }

Evaluated Program::evaluate(const Record& record, Instant now) const { return evaluated(code_->root, record, now); }

std::string Program::explain_failure(const Record& record, Instant now) const {
  const Evaluated outcome = evaluate(record, now);
  if (outcome.is_true()) return "";
  const Node& failure = first_failure(code_->root, record, now);
  std::string text = code_->text.substr(failure.begin, failure.end - failure.begin) + seen(failure, *code_, record);
  const Evaluated reason = evaluated(failure, record, now);
  // That a field is not set is already in what was seen.
  const bool said = reason.ok() || text.find("is not set") != std::string::npos;
  return said ? text : text + ": " + reason.reason();
}

const std::string& Program::text() const { return code_->text; }

}  // namespace leakproof::rules
