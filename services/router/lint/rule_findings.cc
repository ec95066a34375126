// Tested by: services/router/lint/lint_test.cc
#include "router/lint/rule_findings.h"

#include "router/lint/formulas.h"

namespace leakproof::router {
namespace {

class RuleLint {
 public:
  RuleLint(const Routing& routing, const LintOptions& options, LintReport& report)
      : routing_(routing),
        options_(options),
        report_(report),
        formulas_(routing.schema),
        before_(formulas_.context()),
        handed_back_by_(formulas_.context().int_const("handed back by")) {
    set_patience(before_);
    scores_are_as_scoring_makes_them();
    for (const auto& rule : routing.rules.in_order) taken_.push_back(formulas_.truth(rule.when) && admits(rule));
  }

  std::set<std::size_t> run() {
    std::set<std::size_t> reached;
    for (std::size_t place = 0; place < taken_.size(); ++place) {
      if (look_at(place)) reached.insert(place);
      before_.add(!taken_[place]);
    }
    look_for_a_gap();
    return reached;
  }

 private:
  // A rule does not match a lead that its journey has just handed back.
  z3::expr admits(const Rule& rule) {
    if (rule.to.journey.empty()) return formulas_.context().bool_val(true);
    const auto [known, added] = journeys_.emplace(rule.to.journey, static_cast<int>(journeys_.size()) + 1);
    return handed_back_by_ != known->second;
  }
  void set_patience(z3::solver& solver) {
    z3::params params(formulas_.context());
    params.set("timeout", static_cast<unsigned>(options_.patience.count()));
    solver.set(params);
  }
  // Every lead has a score when rules are asked, and the grade follows from it.
  void scores_are_as_scoring_makes_them() {
    const auto find = [&](const char* path) { return routing_.schema.find(path); };
    for (const char* path : {"score.total", "score.fit", "score.engagement", "score.grade", "score.stage"})
      if (const auto slot = find(path)) about_leads_.push_back(formulas_.is_set(*slot));
    const auto total_slot = find("score.total"), grade_slot = find("score.grade");
    if (total_slot && grade_slot) {
      const auto total = *formulas_.value(*total_slot), grade = *formulas_.value(*grade_slot);
      const auto number = [&](double value) { return formulas_.context().real_val(std::to_string(value).c_str()); };
      const auto hot = total >= number(options_.hot_at), warm = total >= number(options_.warm_at);
      about_leads_.push_back(grade == z3::ite(hot, formulas_.text("hot"), z3::ite(warm, formulas_.text("warm"), formulas_.text("cold"))));
    }
    for (const auto& fact : about_leads_) before_.add(fact);
  }

  bool out_of_time() const { return options_.out_of_time && options_.out_of_time(); }
  z3::check_result counted(z3::check_result answer) {
    report_.unknown += answer == z3::unknown;
    return answer;
  }
  // On top of what `solver` holds; without one, of every lead there may be.
  z3::check_result ask(std::initializer_list<z3::expr> claims, z3::solver* solver = nullptr) {
    if (out_of_time()) return counted(z3::unknown);
    z3::solver fresh(formulas_.context());
    if (solver == nullptr) {
      set_patience(fresh);
      for (const auto& fact : about_leads_) fresh.add(fact);
      solver = &fresh;
    }
    solver->push();
    for (const auto& claim : claims) solver->add(claim);
    const auto answer = counted(solver->check());
    solver->pop();
    return answer;
  }

  const std::string& id(std::size_t place) const { return routing_.rules.in_order[place].id.value(); }
  void found(Concern concern, std::size_t place, std::string text) {
    report_.findings.push_back({concern, id(place), std::move(text), {}, true});
  }

  // False when nothing comes to this rule.
  bool look_at(std::size_t place) {
    if (ask({taken_[place]}) == z3::unsat) {
      found(Concern::kNeverTrue, place, "no lead can satisfy it: its conditions exclude each other");
      return false;
    }
    if (const auto twin = same_before(place)) {
      found(Concern::kShadowed, place, "every lead that it would take is taken by rule " + id(*twin) + " before it");
      return false;
    }
    if (ask({taken_[place]}, &before_) == z3::unsat) {
      found(Concern::kShadowed, place, "every lead that it would take is taken by " + who_shadows(place) + " before it");
      return false;
    }
    const bool last = place + 1 == taken_.size();
    if (!last && ask({handed_back_by_ == 0, !taken_[place]}) == z3::unsat) {
      const bool journey = !routing_.rules.in_order[place].to.journey.empty();
      found(Concern::kAlwaysTrue, place,
            std::string("it takes every lead") + (journey ? " but those that its journey hands back" : "") + ": the " +
                std::to_string(taken_.size() - place - 1) + " rules behind it get no other");
    }
    return true;
  }
  // A rule that says the same in the same words: the solver need not be asked, however many rows a table has.
  std::optional<std::size_t> same_before(std::size_t place) {
    const Rule& rule = routing_.rules.in_order[place];
    const auto [first, fresh] = by_text_.emplace(rule.when.text(), place);
    const JourneyId& barred = routing_.rules.in_order[first->second].to.journey;
    return !fresh && (barred.empty() || barred == rule.to.journey) ? std::optional(first->second) : std::nullopt;
  }
  std::string who_shadows(std::size_t place) {
    for (std::size_t other = 0; other < place && !out_of_time(); ++other) {
      if (ask({taken_[place], !taken_[other]}) == z3::unsat) return "rule " + id(other);
    }
    return "the rules";
  }

  void look_for_a_gap() {
    before_.add(handed_back_by_ == 0);
    if (counted(out_of_time() ? z3::unknown : before_.check()) != z3::sat) return;
    const Witness lead = formulas_.witness(before_.get_model());
    for (const auto& rule : routing_.rules.in_order) {
      if (rule.when.evaluate(lead.record(), options_.now).is_true()) {  // the formulas leave more open than the rules do
        ++report_.unknown;
        return;
      }
    }
    const auto& to = routing_.fallback;
    const std::string where = to.pool.empty() ? "journey " + to.journey.value() : "pool " + to.pool.value();
    report_.findings.push_back({Concern::kGap, "fallback", "no rule takes this lead: it goes to " + where, lead.fields(), false});
  }

  const Routing& routing_;
  const LintOptions& options_;
  LintReport& report_;
  Formulas formulas_;
  z3::solver before_;        // no rule so far has taken the lead
  z3::expr handed_back_by_;  // 0 = no journey
  std::map<JourneyId, int> journeys_;
  std::map<std::string, std::size_t> by_text_;
  std::vector<z3::expr> taken_, about_leads_;
};

}  // namespace

std::set<std::size_t> lint_rules(const Routing& routing, const LintOptions& options, LintReport& report) {
  return RuleLint(routing, options, report).run();
}

}  // namespace leakproof::router
