#include "rules/program.h"

#include <re2/re2.h>

#include <algorithm>

#include "rules/check.h"
#include "rules/functions.h"
#include "rules/parse.h"

namespace leakproof::rules {
namespace {

class Evaluation {
 public:
  Evaluation(const Record& record, Instant now, Scratch& scratch) : record_(record), now_(now), scratch_(scratch) {}

  Evaluated of(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kConstant:
        return node.constant;
      case Node::Kind::kField:
        return field(node);
      case Node::Kind::kHas:
        return Value(record_.get(node.slot).has_value());
      case Node::Kind::kNow:
        return Value(now_);
      case Node::Kind::kCall:
        return call(node);
      case Node::Kind::kMatches:
        return matches(node);
      case Node::Kind::kAnd:
        return decided_by(false, node);
      case Node::Kind::kOr:
        return decided_by(true, node);
      case Node::Kind::kConditional:
        return conditional(node);
    }
    LEAKPROOF_CHECK(false);
    return Value();
  }

 private:
  Evaluated field(const Node& node) const {
    const auto& value = record_.get(node.slot);
    return value ? Evaluated(*value) : Evaluated::fault("a field is not set");
  }

  Evaluated call(const Node& node) {
    Value arguments[2];
    for (std::size_t i = 0; i < node.arguments.size(); ++i) {
      const Evaluated argument = of(node.arguments[i]);
      if (!argument.ok()) return argument;
      arguments[i] = argument.value();
    }
    return node.function(arguments, scratch_);
  }

  Evaluated matches(const Node& node) {
    const Evaluated text = of(node.arguments[0]);
    if (!text.ok()) return text;
    const auto view = text.value().as<std::string_view>();
    return Value(RE2::PartialMatch(re2::StringPiece(view.data(), view.size()), *node.pattern));
  }

  // && and ||: one `decisive` argument decides whatever the others are, faults included (CEL's absorption).
  Evaluated decided_by(bool decisive, const Node& node) {
    const char* fault = nullptr;
    for (const auto& argument : node.arguments) {
      const Evaluated part = of(argument);
      if (part.ok() && part.value().as<bool>() == decisive) return part;
      if (!part.ok() && fault == nullptr) fault = part.reason();
    }
    return fault ? Evaluated::fault(fault) : Evaluated(Value(!decisive));
  }

  Evaluated conditional(const Node& node) {
    const Evaluated condition = of(node.arguments[0]);
    if (!condition.ok()) return condition;
    return of(node.arguments[condition.value().as<bool>() ? 1 : 2]);
  }

  const Record& record_;
  Instant now_;
  Scratch& scratch_;
};

Evaluated evaluated(const Node& node, const Record& record, Instant now) {
  thread_local Scratch scratch;
  scratch.clear();
  return Evaluation(record, now, scratch).of(node);
}

// The first part of a conjunction that is not true, however deep; anything else is its own failure.
const Node& first_failure(const Node& node, const Record& record, Instant now) {
  if (node.kind != Node::Kind::kAnd) return node;
  const auto failed = std::ranges::find_if(node.arguments, [&](const Node& part) { return !evaluated(part, record, now).is_true(); });
  return first_failure(*failed, record, now);
}

void collect_slots(const Node& node, std::vector<Slot>& slots) {
  const bool reads = node.kind == Node::Kind::kField || node.kind == Node::Kind::kHas;
  if (reads && std::ranges::find(slots, node.slot) == slots.end()) slots.push_back(node.slot);
  for (const auto& argument : node.arguments) collect_slots(argument, slots);
}

// `(is "DE")` for one field, `(lead.a is 1, lead.b is not set)` for several.
std::string seen(const Node& node, const Code& code, const Record& record) {
  std::vector<Slot> slots;
  collect_slots(node, slots);
  std::string text;
  for (const auto slot : slots) {
    if (!text.empty()) text += ", ";
    if (slots.size() > 1) text += code.paths[slot.value()] + " ";
    const auto& value = record.get(slot);
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
  try {
    auto code = std::make_shared<Code>();
    code->text = text;
    check(parse(code->text), schema, expected, *code);
    return Program(std::move(code));
  } catch (const Refused& refused) {
    return CompileError{refused.message, column_of(text, refused.at)};
  }
}

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
