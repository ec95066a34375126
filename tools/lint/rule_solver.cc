#include "lint/rule_solver.h"

#include "config/score_attributes.h"

namespace leakproof::router {

RuleSolver::Answer RuleSolver::ask(const Question& question, std::optional<Witness>* lead) {
  auto known = Answer::kUnknown;
  try {
    if (!options_.out_of_time || !options_.out_of_time()) known = answer(question, lead);
  } catch (const z3::exception&) {  // out of memory, a formula that it cannot take
  }
  unknown_ += known == Answer::kUnknown;
  return known;
}

RuleSolver::Answer RuleSolver::answer(const Question& question, std::optional<Witness>* lead) {
  z3::solver solver(formulas_.context());
  z3::params params(formulas_.context());
  params.set("timeout", static_cast<unsigned>(options_.patience.count()));
  solver.set(params);
  add_scores(solver);
  if (question.taken_by) solver.add(taken(*question.taken_by));
  for (const auto place : question.left_by) solver.add(!taken(place));
  if (question.from_outside) solver.add(formulas_.context().int_const("handed back by") == 0);
  const auto checked = solver.check();
  if (checked == z3::sat && lead != nullptr) lead->emplace(formulas_.witness(solver.get_model()));
  return checked == z3::sat ? Answer::kPossible : checked == z3::unsat ? Answer::kImpossible : Answer::kUnknown;
}

const z3::expr& RuleSolver::taken(std::size_t place) {
  const auto found = taken_.find(place);
  if (found != taken_.end()) return found->second;
  const Rule& rule = routing_.rules.in_order[place];
  return taken_.emplace(place, formulas_.truth(rule.when) && admits(rule)).first->second;
}

// A rule does not match a lead that its journey has just handed back.
z3::expr RuleSolver::admits(const Rule& rule) {
  if (rule.to.journey.empty()) return formulas_.context().bool_val(true);
  const auto [known, added] = journeys_.emplace(rule.to.journey, static_cast<int>(journeys_.size()) + 1);
  return formulas_.context().int_const("handed back by") != known->second;
}

// Every lead has a score when rules are asked, and the grade follows from it.
void RuleSolver::add_scores(z3::solver& solver) {
  const auto find = [&](std::string_view path) { return routing_.schema.find(path); };
  for (const auto& attribute : config::kScoreAttributes)
    if (const auto slot = find(attribute.path)) solver.add(formulas_.is_set(*slot));
  const auto total_slot = find("score.total"), grade_slot = find("score.grade");
  if (!total_slot || !grade_slot) return;
  const auto total = *formulas_.value(*total_slot), grade = *formulas_.value(*grade_slot);
  const auto number = [&](double value) { return formulas_.context().real_val(std::to_string(value).c_str()); };
  const auto hot = total >= number(options_.hot_at), warm = total >= number(options_.warm_at);
  solver.add(grade ==
             z3::ite(hot, formulas_.text("hot"), z3::ite(warm, formulas_.text("warm"), formulas_.text("cold"))));
}

}  // namespace leakproof::router
