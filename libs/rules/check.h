// Expression tree to code: every name found, every type checked, every literal, list and pattern made once. Internal to
// rules.
#pragma once
#include <forward_list>
#include <memory>
#include <span>
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
  enum class Kind : std::uint8_t {
    kConstant,   // value
    kFault,      // value: what is wrong, a text with a NUL behind it
    kMember,     // of arguments[0], a map; value: the key
    kHasMember,  // likewise
    kField,      // slot
    kHas,        // slot
    kLocal,      // local: the variable of a macro around it
    kNow,
    kCall,      // rows[0]: the types are known
    kDispatch,  // the first of rows that takes the arguments
    kMatches,   // pattern, of arguments[0]
    kAnd,
    kOr,
    kConditional,
    kList,  // arguments: its elements
    kMap,   // arguments: key, value, key, value, …
    kAll,   // arguments: list or map, condition; local: its variable, as below
    kExists,
    kExistsOne,
    kFilter,
    kTransform,  // arguments: list or map, condition, element
  };
  Kind kind = Kind::kConstant;
  std::uint8_t local = 0;
  std::uint16_t begin = 0, end = 0, at = 0;  // bytes of the text: where it stands, where a message points
  std::uint16_t argument_count = 0, row_count = 0;
  Slot slot;
  const Node* first_argument = nullptr;
  union {  // by the kind, as said there
    const Value* value = nullptr;
    const Overload* rows;
    const re2::RE2* pattern;
  };

  std::span<const Node> arguments() const { return {first_argument, argument_count}; }
  bool has_constant() const { return kind <= Kind::kHasMember; }
  // Null where there is none.
  const Value& constant() const {
    static const Value kNone;
    return has_constant() && value != nullptr ? *value : kNone;
  }
};

// A checked rule with all that its nodes view. Never moved once nodes exist; immutable after check. There are many of
// them: what nearly every rule has lies in two blocks, what few have in lists.
struct Code {
  std::string text;
  Node root;
  std::vector<Node> nodes;                 // arguments of one node side by side
  std::vector<Value> values;               // constants of nodes
  std::forward_list<std::string> strings;  // texts that do not stand in `text` as they are
  std::forward_list<std::vector<Value>> lists;
  std::forward_list<std::unique_ptr<re2::RE2>> patterns;
};

enum class Mode {
  kTyped,    // every type is known and fits, or the rule is refused
  kUntyped,  // types and names are the evaluation's business: what the checker would refuse is a fault there
};

// Fills `code` (but for its text) from `expression`. Throws Refused.
void check(const Expression& expression, const Schema& schema, Type expected, Mode mode, Code& code);

}  // namespace leakproof::rules
