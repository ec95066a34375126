#include "lint/overlaps.h"

namespace leakproof::router {
namespace {

std::string name_of(const Destination& to) {
  return to.pool.empty() ? "journey " + to.journey.value() : "pool " + to.pool.value();
}

bool same_place(const Destination& a, const Destination& b) { return a.pool == b.pool && a.journey == b.journey; }

class Overlaps {
 public:
  Overlaps(const RuleSpace& space, const LintOptions& options, LintReport& report)
      : space_(space), options_(options), report_(report) {}

  void run(const std::set<std::size_t>& reached) {
    for (const auto later : reached) {
      for (const auto earlier : reached) {
        if (earlier >= later) break;
        if (same_place(space_.rule(earlier).to, space_.rule(later).to)) continue;
        if (options_.out_of_time && options_.out_of_time()) return void(++report_.unknown);
        if (!look_at(earlier, later) || options_.all_overlaps) continue;
        if (++shown_ == kOverlapsShown) return void(report_.more_overlaps = true);
        break;
      }
    }
  }

 private:
  bool look_at(std::size_t earlier, std::size_t later) {
    const Rule &first = space_.rule(earlier), &second = space_.rule(later);
    const Boxes common = both_take(earlier, later);
    if (common.empty()) return false;
    const auto lead =
        space_
            .seek(common, space_.before(earlier),
                  [&](const Witness& one) { return space_.taken_by(one) == &first && space_.takes(later, one); })
            .lead;
    if (!lead || !takes_alone(earlier, later) || !takes_alone(later, earlier)) return false;
    say(first, second, *lead);
    return true;
  }
  Boxes both_take(std::size_t a, std::size_t b) const {
    Boxes common;
    for (const auto& one : space_.region(a).boxes) {
      for (const auto& other : space_.region(b).boxes) {
        if (meet(one, other)) add(common, both(one, other));
      }
    }
    return common;
  }
  // Some lead at least that the other does not take.
  bool takes_alone(std::size_t place, std::size_t other) const {
    const auto fits = [&](const Witness& lead) {
      return lead.handed_back_by.empty() && space_.takes(place, lead) && !space_.takes(other, lead);
    };
    return space_.seek(space_.region(place).boxes, space_.of(other), fits).lead.has_value();
  }

  void say(const Rule& first, const Rule& second, const Witness& lead) {
    report_.findings.push_back({.concern = Concern::kOverlap,
                                .subject = second.id.value(),
                                .text = "overlaps with rule " + first.id.value() +
                                        " before it, which takes this lead: to " + name_of(first.to) + ", not " +
                                        name_of(second.to),
                                .lead = lead.fields(),
                                .warning = false,
                                .other = first.id.value()});
  }
  const RuleSpace& space_;
  const LintOptions& options_;
  LintReport& report_;
  int shown_ = 0;
};

}  // namespace

void look_for_overlaps(const RuleSpace& space, const std::set<std::size_t>& reached, const LintOptions& options,
                       LintReport& report) {
  Overlaps(space, options, report).run(reached);
}

}  // namespace leakproof::router
