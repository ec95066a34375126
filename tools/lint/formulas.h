// Rules as formulas: what holds for every lead of which a rule is true. What the formulas cannot say of a rule (other
// functions, lists, times, patterns) is left open, the same text the same way: more leads satisfy them than the rule,
// never fewer. So what they show to be impossible is impossible; what they show to be possible is tried with the rules
// themselves. One thread.
#pragma once
#include <z3++.h>

#include <map>
#include <optional>
#include <string>

#include "lint/witness.h"
#include "rules/check.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::router {

class Formulas {
 public:
  // `schema` outlives it.
  explicit Formulas(const rules::Schema& schema) : schema_(schema) {}
  z3::context& context() { return context_; }
  z3::expr truth(const rules::Program& rule);
  // A field's presence, and its value where the formulas know its type.
  z3::expr is_set(rules::Slot slot);
  std::optional<z3::expr> value(rules::Slot slot);
  z3::expr text(std::string_view bytes);
  Witness witness(const z3::model& model);

 private:
  // An expression: whether it has a value, and which.
  struct Term {
    z3::expr ok, value;
  };
  using Operand = std::optional<Term>;
  Operand term(const rules::Node& node);
  Term condition(const rules::Node& node);
  Operand open(const rules::Node& node, rules::Type type);
  Operand literal(const rules::Value& value);
  Operand call(const rules::Node& node);
  Operand compare(std::string_view name, const Operand& a, const Operand& b);
  Operand one_of(const rules::Node& node);
  Operand arithmetic(std::string_view name, const rules::Node& node);
  std::optional<z3::sort> sort_of(rules::Type type);
  z3::expr constant(const std::string& name, const z3::sort& sort) { return context_.constant(name.c_str(), sort); }

  const rules::Schema& schema_;
  z3::context context_;
  const rules::Code* code_ = nullptr;           // of the rule at hand
  std::map<std::uint32_t, rules::Slot> named_;  // fields that rules speak of
};

}  // namespace leakproof::router
