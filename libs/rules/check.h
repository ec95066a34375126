// Expression tree to code: every name found, every type checked, every literal, list and pattern made once. Internal to rules.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "rules/functions.h"
#include "rules/parse.h"
#include "rules/schema.h"

namespace re2 {
class RE2;
}

namespace leakproof::rules {

// One step of an evaluation, over its arguments.
struct Node {
  enum class Kind { kConstant, kField, kHas, kNow, kCall, kMatches, kAnd, kOr, kConditional };
  Kind kind = Kind::kConstant;
  Type type = Type::kBool;
  Value constant;                     // kConstant
  Slot slot;                          // kField, kHas
  Function function = nullptr;        // kCall
  const re2::RE2* pattern = nullptr;  // kMatches: of arguments[0]
  std::vector<Node> arguments;        // kCall: at most two
  std::size_t begin = 0, end = 0;     // where it stands in the text
};

// A checked rule with all that its nodes view. Never moved once nodes exist; immutable after check.
struct Code {
  std::string text;
  Node root;
  std::vector<std::string> paths;  // by slot, for explanations
  std::deque<std::string> strings;
  std::deque<std::vector<std::string_view>> string_lists;
  std::deque<std::vector<std::int64_t>> int_lists;
  std::deque<std::vector<double>> double_lists;
  std::vector<std::unique_ptr<re2::RE2>> patterns;
};

// Fills `code` (but for its text) from `expression`. Throws Refused.
void check(const Expression& expression, const Schema& schema, Type expected, Code& code);

}  // namespace leakproof::rules
