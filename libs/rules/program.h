// The rule language's door: text in, Program out; Record and now in, Value or fault out. docs/formats/rules.md is the
// language.
//   auto compiled = Program::compile("lead.country == 'VN' && score.total >= 60", schema, Type::kBool);
//   if (const auto* error = std::get_if<CompileError>(&compiled)) ... else std::get<Program>(compiled).evaluate(record,
//   now).is_true()
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.h"
#include "rules/value.h"

namespace leakproof::rules {

struct Node;
class Record;
class Schema;
struct CompileError {
  std::string message;  // one line, for the author of the rule; quotes the rule at most, never a lead
  int column = 1;       // 1-based, in characters (not bytes) from the start of the text
};

// The outcome of an evaluation: a Value, or why there is none.
class Evaluated {
 public:
  Evaluated(Value value) : value_(value) {}
  static Evaluated fault(const char* reason) { return Evaluated(reason, nullptr, Value()); }
  bool ok() const { return reason_ == nullptr; }
  // Only when ok().
  const Value& value() const { return value_; }
  // Only when not ok(): "a field is not set", "division by zero", … Lives as long as the program.
  const char* reason() const { return reason_; }
  // The same fault, as one that happened at this step of the program over what was `seen` there, unless its place is
  // known.
  Evaluated at(const Node& node, Value seen = {}) const {
    return ok() || node_ ? *this : Evaluated(reason_, &node, seen);
  }
  const Node* node() const { return node_; }
  const Value& seen() const { return value_; }
  // Whether this is the bool true: a rule that faults does not match.
  bool is_true() const { return ok() && value_.type() == Type::kBool && value_.as<bool>(); }

 private:
  Evaluated(const char* reason, const Node* node, Value seen) : value_(seen), reason_(reason), node_(node) {}
  Value value_;  // of a fault: what it saw
  const char* reason_ = nullptr;
  const Node* node_ = nullptr;
};

struct Code;
enum class Mode;
class Program;
using Compiled = std::variant<Program, CompileError>;

// Immutable, cheap to copy (copies share the code), free to evaluate from any number of threads at once.
class Program {
 public:
  // `expected` is the type the whole expression must have; kDyn takes any.
  static Compiled compile(std::string_view text, const Schema& schema, Type expected);
  // Without types: unknown names, unknown functions and types that do not fit are faults of the evaluation, which &&
  // and || may absorb.
  static Compiled compile_untyped(std::string_view text, const Schema& schema);
  // `record` is of the schema the program was compiled for. No allocation but in string() of times, in fold() and in
  // matches() of a pattern that is no literal. What the expression made (lowerAscii, +, map) is valid until this
  // thread's next evaluation; other texts as long as the record's and the program's.
  Evaluated evaluate(const Record& record, Instant now) const;
  // For a bool program that is not true: the first condition that failed and what it saw, e.g. `lead.country == "VN"
  // (is "DE")`, `lead.budget > 5 (is not set)`. Empty when it is true. Allocates: for explanations, not for matching.
  std::string explain_failure(const Record& record, Instant now) const;
  // reason() with the types or the key it is about: "'+' does not take int and string". Only of this thread's newest
  // evaluation.
  std::string message(const Evaluated& fault) const;
  // Where in the text it went wrong: 1-based, in characters. Only when `fault` is not ok() and of this program.
  int column(const Evaluated& fault) const;
  const std::string& text() const;
  const Code& code() const { return *code_; }

 private:
  static Compiled compile_as(std::string_view text, const Schema& schema, Type expected, Mode mode);
  explicit Program(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
  std::shared_ptr<const Code> code_;
};

}  // namespace leakproof::rules
