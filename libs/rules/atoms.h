// What a rule needs of a lead at the least: clauses, all of which hold whenever the rule is true. Not the other way
// round: a rule may ask for more, so that who finds all clauses holding still evaluates the rule. Internal to rules.
// Pure.
#pragma once
#include <string>
#include <vector>

#include "rules/check.h"

namespace leakproof::rules {

enum class Relation : std::uint8_t {
  kEquals,   // the term == the constant
  kHolds,    // the term is a list or map with the constant in it
  kStarts,   // the term is a string that begins with the constant
  kEnds,     // … ends with it
  kAbove,    // the term > the constant, >= when inclusive
  kBelow,    // the term < the constant, <= when inclusive
  kPresent,  // the term is a field that is set
  kAbsent,   // … is not set
};

// One condition on one term: a field, or any expression that is evaluated once a lead.
struct Atom {
  const Node* term;
  Relation relation;
  std::string key{};  // of the constant, see append_key; of kStarts and kEnds the text itself, cut off at kAffixMax
  bool inclusive = false;
};
using Clause = std::vector<Atom>;  // one of them holds; an empty clause never does

inline constexpr std::size_t kAffixMax = 64;  // bytes of a beginning or end that are told apart

std::vector<Clause> clauses_of(const Node& root);
// Two terms of one name, of rules over one schema, yield the same.
std::string name_of_term(const Node& term, const Code& code);

// Appends a text to `key` such that equal values have equal texts, and of values that are ordered, the lesser has the
// lesser or an equal text. Its first character says which values are ordered with each other. False (nothing appended)
// for lists, maps and NaN.
bool append_key(const Value& value, std::string& key);

}  // namespace leakproof::rules
