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
  std::size_t at;      // bytes from the start of the text
  bool final = false;  // about the rule's form or a bound: no evaluation is tried
};

struct ByteText {
  std::string data;
};
using Literal =
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, ByteText>;  // monostate: null

struct Expression {
  enum class Kind {
    kLiteral,  // literal
    kList,     // arguments
    kMap,      // arguments: key, value, key, value, …
    kPath,     // name: "lead.country"
    kCall,     // name: an operator ("&&", "in", "?:", "negate", "[]") or a function; arguments
    kMethod,   // as kCall, written x.name(...): arguments[0] is x
    kMember,   // x.name, where arguments[0] is x and no path
  };
  Kind kind = Kind::kLiteral;
  std::string name{};
  Literal literal{};
  bool absolute = false;                // kPath: written .name, which no variable of a macro can hide
  std::vector<Expression> arguments{};  // any number for && and ||, which are flat
  std::size_t begin = 0, end = 0;       // where it stands in the text, in bytes
  std::size_t at = 0;                   // where a message points: the operator or name
  int depth = 1;
};

// Throws Refused.
Expression parse(std::string_view text);

}  // namespace leakproof::rules
