// Tested by: tools/lint/lint_test.cc
#include "lint/rule_space.h"

#include <algorithm>

#include "router/domain/rule_walk.h"

namespace leakproof::router {
namespace {

constexpr int kSteps = 1'000'000;    // a search: some 50 ms
constexpr int kStepsATrial = 5'000;  // of a lead with the rules themselves

}  // namespace

RuleSpace::RuleSpace(const Routing& routing, const LintOptions& options)
    : routing_(routing), options_(options), space_(routing.schema, {options.warm_at, options.hot_at}) {
  for (const auto& rule : routing.rules.in_order) space_.note(rule);
  space_.finish();
  for (const auto& rule : routing.rules.in_order) regions_.push_back(space_.boxes_of(rule));
  for (const auto& region : regions_) {
    for (const auto& box : region.boxes) {
      if (region.exact) exact_.push_back(&box);
    }
    starts_.push_back(exact_.size());
  }
}

RuleSpace::Sought RuleSpace::seek(const Boxes& among, Taken taken, const Fits& fits) const {
  Sought sought;
  if (options_.out_of_time && options_.out_of_time()) return Sought{std::nullopt, false};
  int steps = kSteps;
  const auto all = [&](std::uint32_t dimension) { return space_.all(dimension); };
  const auto try_one = [&](const Box& box) {
    steps -= kStepsATrial;
    auto lead = space_.witness(box);
    const bool found = lead && fits(*lead);
    if (found)
      sought.lead.emplace(std::move(*lead));
    else
      sought.certain = false;
    return found;
  };
  for (const auto& box : among) {
    if (outside(box, taken, all, try_one, steps)) break;
  }
  sought.certain = sought.certain && steps >= 0;
  return sought;
}

const Rule* RuleSpace::taken_by(const Witness& lead) const {
  return walk_rules(routing_.rules, lead.record(), options_.now, lead.handed_back_by).matched;
}
bool RuleSpace::takes(std::size_t place, const Witness& lead) const {
  const bool barred = !lead.handed_back_by.empty() && rule(place).to.journey == lead.handed_back_by;
  return !barred && rule(place).when.evaluate(lead.record(), options_.now).is_true();
}

bool RuleSpace::may_meet(std::size_t a, std::size_t b) const {
  return std::ranges::any_of(region(a).boxes, [&](const Box& one) {
    return std::ranges::any_of(region(b).boxes, [&](const Box& other) { return meet(one, other); });
  });
}

bool RuleSpace::contains(std::size_t outer, std::size_t inner) const {
  if (!region(outer).exact) return false;
  const auto outlier = seek(region(inner).boxes, of(outer), [](const Witness&) { return true; });
  return !outlier.lead && outlier.certain;
}

}  // namespace leakproof::router
