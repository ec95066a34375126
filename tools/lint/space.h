// The leads that rules tell apart. Each field that a rule compares with what stands there is a dimension, so that rules
// become boxes:
//   note() all rules, finish(), then boxes_of() each, and witness() of any box.
// Comparisons, `in`, startsWith, fold(), has(), grades, &&, ||, ! and ?: are exact; whatever else a rule asks may be
// true or not, so that its boxes hold all leads that it takes, and `exact` says whether no others. One thread.
#pragma once
#include <map>
#include <span>

#include "lint/dimension.h"
#include "lint/witness.h"
#include "router/domain/routing.h"
#include "rules/check.h"
#include "rules/schema.h"

namespace leakproof::router {

// Where grades begin.
struct GradeBounds {
  double warm_at = 0, hot_at = 0;
};

class Space {
 public:
  struct Region {
    Boxes boxes;
    bool exact = true;
  };
  // `schema` outlives it.
  Space(const rules::Schema& schema, const GradeBounds& grades);
  void note(const Rule& rule);
  void finish();
  Region boxes_of(const Rule& rule);
  Cells all(std::uint32_t dimension) const;
  // Leads that come from outside, as opposed to those that a journey hands back.
  static Box from_outside() { return {{0, {{0, 1}}}}; }
  // One of the box; nullopt when none is found.
  std::optional<Witness> witness(const Box& box) const;

 private:
  // A condition on one dimension.
  struct Atom {
    std::uint32_t dimension;
    std::vector<Stretch> values;
    bool negated = false;
  };
  struct Term {
    rules::Slot slot;
    bool folded;
  };
  std::optional<Term> term(const rules::Node& node) const;
  std::optional<Atom> atom(const rules::Node& node);
  std::optional<Atom> comparison(std::string_view name, const rules::Node& left, const rules::Node& right);
  Atom atom_of_grades(const std::vector<Stretch>& names);
  bool always_set(rules::Slot slot) const;
  std::uint32_t dimension_of(rules::Slot slot);
  void note(const rules::Node& node);
  // Where it is true, or where it is false; a fault is neither.
  Boxes where(const rules::Node& node, bool truth, bool& exact);
  Boxes where_of(const Atom& atom, bool truth) const;
  Boxes where_each(std::span<const rules::Node> nodes, bool truth, bool& exact);
  Boxes where_any(std::span<const rules::Node> nodes, bool truth, bool& exact);

  const rules::Schema& schema_;
  std::optional<rules::Slot> total_, grade_;
  std::vector<std::pair<std::string, Stretch>> grades_;  // the points of each
  bool grades_asked_ = false;
  std::vector<Dimension> dimensions_;  // 1 and on; 0 is the journey that handed the lead back, by its place from 1
  std::map<rules::Slot, std::uint32_t> by_slot_;
  std::vector<JourneyId> journeys_;
};

}  // namespace leakproof::router
