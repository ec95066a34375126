// A workspace's rules as boxes, and leads sought among them. Internal to lint. One thread.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "lint/lint.h"
#include "lint/space.h"

namespace leakproof::router {

class RuleSpace {
 public:
  // Both outlive it.
  RuleSpace(const Routing& routing, const LintOptions& options);
  const Rule& rule(std::size_t place) const { return routing_.rules.in_order[place]; }
  std::size_t size() const { return regions_.size(); }
  // All leads that the rule at this place takes; and others, unless it is exact.
  const Space::Region& region(std::size_t place) const { return regions_[place]; }
  // The boxes of exact rules: of those before a place, and of the one there.
  using Taken = std::span<const Box* const>;
  Taken before(std::size_t place) const { return Taken(exact_).first(starts_[place]); }
  Taken of(std::size_t place) const { return before(place + 1).subspan(starts_[place]); }

  // A lead of `among` and outside of what is taken that fits, by the rules themselves. Without one: `certain` when
  // there is none; never once time is up.
  using Fits = std::function<bool(const Witness&)>;
  struct Sought {
    std::optional<Witness> lead;
    bool certain = true;
  };
  Sought seek(const Boxes& among, Taken taken, const Fits& fits) const;
  // The rule that takes the lead; nullptr = none.
  const Rule* taken_by(const Witness& lead) const;
  bool takes(std::size_t place, const Witness& lead) const;
  // False when no lead can be taken by both.
  bool may_meet(std::size_t a, std::size_t b) const;
  // Whether the exact rule at `outer` takes every lead of the one at `inner`. False when that is not certain.
  bool contains(std::size_t outer, std::size_t inner) const;

 private:
  const Routing& routing_;
  const LintOptions& options_;
  Space space_;
  std::vector<Space::Region> regions_;
  std::vector<const Box*> exact_;
  std::vector<std::size_t> starts_{0};  // in it, by place
};

}  // namespace leakproof::router
