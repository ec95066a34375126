// Text to expression tree: the grammar of the language and nothing about types or fields. Internal to rules.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace leakproof::rules {

// Thrown inside rules only; Program::compile turns it into a CompileError.
struct Refused {
  std::string message;
  std::size_t at;  // bytes from the start of the text
};

struct Expression {
  enum class Kind {
    kLiteral,  // literal
    kList,     // arguments
    kPath,     // name: "lead.country"
    kCall,     // name: an operator ("&&", "in", "?:", "negate") or a function; arguments
    kMethod,   // as kCall, written x.name(...): arguments[0] is x
    kMember,   // x.name without brackets on what is no path: never legal, kept for its message
  };
  Kind kind = Kind::kLiteral;
  std::string name{};
  std::variant<bool, std::int64_t, double, std::string> literal{};
  std::vector<Expression> arguments{};  // any number for && and ||, which are flat
  std::size_t begin = 0, end = 0;       // where it stands in the text, in bytes
  std::size_t at = 0;                   // where a message points: the operator or name
  int depth = 1;
};

// Throws Refused.
Expression parse(std::string_view text);

}  // namespace leakproof::rules
