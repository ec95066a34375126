#include "lint/rule_findings.h"

#include "lint/overlaps.h"
#include "lint/rule_solver.h"
#include "lint/rule_space.h"

namespace leakproof::router {
namespace {

using Answer = RuleSolver::Answer;

class RuleLint {
 public:
  RuleLint(const Routing& routing, const LintOptions& options, LintReport& report)
      : routing_(routing), options_(options), report_(report), space_(routing, options), solver_(routing, options) {}

  std::set<std::size_t> run() {
    std::set<std::size_t> reached;
    for (std::size_t place = 0; place < space_.size(); ++place) {
      if (look_at(place)) reached.insert(place);
    }
    look_for_overlaps(space_, reached, options_, report_);
    look_for_a_gap();
    report_.unknown += solver_.unknown();
    return reached;
  }

 private:
  const std::string& id(std::size_t place) const { return space_.rule(place).id.value(); }
  Finding& found(Concern concern, std::size_t place, std::string text) {
    return report_.findings.emplace_back(Finding{.concern = concern, .subject = id(place), .text = std::move(text)});
  }

  // False when nothing comes to this rule.
  bool look_at(std::size_t place) {
    const auto twin = same_before(place);
    if (something_comes_to(place, twin.has_value()) == Answer::kImpossible) {
      condemn(place, twin);
      return false;
    }
    look_whether_always(place);
    return true;
  }
  Answer something_comes_to(std::size_t place, bool has_twin) {
    const auto first = [&](const Witness& lead) { return space_.taken_by(lead) == &space_.rule(place); };
    const auto free = space_.seek(space_.region(place).boxes, space_.before(place), first);
    if (free.lead) return Answer::kPossible;
    if (has_twin || free.certain) return Answer::kImpossible;
    std::optional<Witness> lead;
    const auto alone = solver_.ask({place, {}}, &lead);
    if (alone == Answer::kImpossible || (lead && first(*lead))) return alone;
    return solver_.ask({place, near(place)});
  }

  void condemn(std::size_t place, std::optional<std::size_t> twin) {
    const auto any =
        space_.seek(space_.region(place).boxes, {}, [&](const Witness& lead) { return space_.takes(place, lead); });
    if (!any.lead && (any.certain || solver_.ask({place, {}}) == Answer::kImpossible))
      found(Concern::kNeverTrue, place, "no lead can satisfy it: its conditions exclude each other");
    else
      shadowed(place, twin ? twin : alone_shadows(place), any.lead);
  }
  void shadowed(std::size_t place, std::optional<std::size_t> by, const std::optional<Witness>& lead) {
    const std::string who = by ? "rule " + id(*by) : "the rules";
    Finding& finding =
        found(Concern::kShadowed, place, "every lead that it would take is taken by " + who + " before it");
    if (by) finding.other = id(*by);
    if (lead) finding.lead = lead->fields();
  }
  std::optional<std::size_t> alone_shadows(std::size_t place) {
    for (const auto other : near(place)) {
      const bool by_boxes = space_.region(other).exact && space_.region(place).exact;
      if (space_.contains(other, place) || (!by_boxes && solver_.ask({place, {other}}) == Answer::kImpossible))
        return other;
    }
    return std::nullopt;
  }
  // A rule that says the same in the same words, whatever they mean.
  std::optional<std::size_t> same_before(std::size_t place) {
    const Rule& rule = space_.rule(place);
    const auto [first, fresh] = by_text_.emplace(rule.when.text(), place);
    const JourneyId& barred = space_.rule(first->second).to.journey;
    return !fresh && (barred.empty() || barred == rule.to.journey) ? std::optional(first->second) : std::nullopt;
  }
  // The rules before that may take a lead of this one.
  std::vector<std::size_t> near(std::size_t place) const {
    std::vector<std::size_t> all;
    for (std::size_t other = 0; other < place; ++other) {
      if (space_.may_meet(other, place)) all.push_back(other);
    }
    return all;
  }

  void look_whether_always(std::size_t place) {
    const std::size_t behind = space_.size() - place - 1;
    if (behind == 0) return;
    const auto left = space_.seek({Space::from_outside()}, space_.of(place),
                                  [&](const Witness& lead) { return !space_.takes(place, lead); });
    if (left.lead || (!left.certain && solver_.ask({{}, {place}, true}) != Answer::kImpossible)) return;
    const bool journey = !space_.rule(place).to.journey.empty();
    found(Concern::kAlwaysTrue, place,
          std::string("it takes every lead") + (journey ? " but those that its journey hands back" : "") + ": the " +
              std::to_string(behind) + " rules behind it get no other");
  }

  void look_for_a_gap() {
    const auto untaken = [&](const Witness& lead) { return space_.taken_by(lead) == nullptr; };
    auto gap = space_.seek({Space::from_outside()}, space_.before(space_.size()), untaken);
    if (!gap.lead && gap.certain) return;
    if (!gap.lead) {
      RuleSolver::Question all{{}, {}, true};
      for (std::size_t place = 0; place < space_.size(); ++place) all.left_by.push_back(place);
      if (solver_.ask(all, &gap.lead) != Answer::kPossible) return;
      if (!untaken(*gap.lead)) return solver_.count_unknown();  // the formulas leave more open than the rules do
    }
    const auto& to = routing_.fallback;
    const std::string where = to.pool.empty() ? "journey " + to.journey.value() : "pool " + to.pool.value();
    report_.findings.push_back({.concern = Concern::kGap,
                                .subject = "fallback",
                                .text = "no rule takes this lead: it goes to " + where,
                                .lead = gap.lead->fields(),
                                .warning = false});
  }

  const Routing& routing_;
  const LintOptions& options_;
  LintReport& report_;
  RuleSpace space_;
  RuleSolver solver_;
  std::map<std::string, std::size_t> by_text_;
};

}  // namespace

std::set<std::size_t> lint_rules(const Routing& routing, const LintOptions& options, LintReport& report) {
  return RuleLint(routing, options, report).run();
}

}  // namespace leakproof::router
