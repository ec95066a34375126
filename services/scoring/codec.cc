// Tested by: services/scoring/scoring_processor_test.cc
#include "scoring/codec.h"

#include <limits>

#include "config/config_cache.h"
#include "config/record.h"
#include "config/schema.h"
#include "rules/schema.h"

namespace leakproof::scoring {
namespace {

Result<FitRule> compile(const config::v1::FitRule& rule, const rules::Schema& schema) {
  auto when = rules::Program::compile(rule.when(), schema, rules::Type::kBool);
  if (const auto* error = std::get_if<rules::CompileError>(&when))
    return refuse("fit rule " + rule.name() + ": " + error->message);
  return FitRule{rule.name(), std::get<rules::Program>(std::move(when)), rule.points()};
}
Result<TouchRule> compile(const config::v1::TouchRule& rule, const rules::Schema&) {
  return TouchRule{rule.type(), rule.points(), Duration(rule.half_life_micros()), rule.points_max()};
}

template <class Rule, class Written>
Status add_rules(const Written& written, CompiledModel& compiled) {
  for (const auto& rule : written) {
    LEAKPROOF_ASSIGN(made, compile(rule, compiled.schema));
    compiled.model.of<Rule>().push_back(std::move(made));
  }
  return {};
}

Thresholds thresholds_of(const config::v1::Scoring& scoring, const Model& model) {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (!model.has_rules()) return {never, never, never, never};
  return {scoring.warm_at(), scoring.hot_at(), scoring.mql_at(), scoring.sql_at()};
}

}  // namespace

Result<std::unique_ptr<const CompiledModel>> compile_model(const state::v1::ConfigVersion& version) {
  LEAKPROOF_ASSIGN(workspace, config::workspace_of(version));
  auto compiled = std::make_unique<CompiledModel>();
  compiled->schema = config::lead_schema(workspace);
  const auto& scoring = workspace.scoring();
  LEAKPROOF_TRY(add_rules<FitRule>(scoring.fit(), *compiled));
  LEAKPROOF_TRY(add_rules<TouchRule>(scoring.touches(), *compiled));
  compiled->model.thresholds = thresholds_of(scoring, compiled->model);
  return std::unique_ptr<const CompiledModel>(std::move(compiled));
}

EngagementState engagement_of(const state::v1::ScoreState& state) {
  EngagementState engagement;
  for (const auto& sum : state.touches())
    engagement.touches.push_back({sum.type(), sum.points(), instant_from_micros(sum.at_micros())});
  engagement.stage = stage_of(state.stage()).value_or(Stage::kInquiry);
  engagement.since = instant_from_micros(state.stage_since_micros());
  return engagement;
}

void set_engagement(const EngagementState& engagement, state::v1::ScoreState& state) {
  state.clear_touches();
  for (const auto& sum : engagement.touches) {
    auto& stored = *state.add_touches();
    stored.set_type(sum.type);
    stored.set_points(sum.points);
    stored.set_at_micros(to_micros(sum.at));
  }
  state.set_stage(std::string(name_of(engagement.stage)));
  state.set_stage_since_micros(to_micros(engagement.since));
}

Score score_of(const CompiledModel& compiled, const state::v1::ScoreState& state, const EngagementState& engagement,
               Instant now) {
  rules::Record lead(compiled.schema);
  config::ListStorage lists;
  config::fill_record(compiled.schema, state.attributes(), lead, lists);
  return score(compiled.model, lead, engagement.touches, now);
}

lead::v1::LeadScored to_proto(const Score& score, Stage stage) {
  lead::v1::LeadScored scored;
  scored.set_total(score.total);
  scored.set_fit(score.fit);
  scored.set_engagement(score.engagement);
  scored.set_grade(std::string(name_of(score.grade)));
  scored.set_stage(std::string(name_of(stage)));
  for (const auto& component : score.components) {
    auto& explained = *scored.add_components();
    explained.set_name(component.name);
    explained.set_points(component.points);
  }
  return scored;
}

std::optional<Stage> stage_of(lead::v1::Feedback::Outcome outcome) {
  switch (outcome) {
    case lead::v1::Feedback::ACCEPTED:
      return Stage::kSal;
    case lead::v1::Feedback::MEETING:
      return Stage::kMeeting;
    case lead::v1::Feedback::PROPOSAL:
      return Stage::kProposal;
    case lead::v1::Feedback::WON:
      return Stage::kWon;
    case lead::v1::Feedback::LOST:
      return Stage::kLost;
    case lead::v1::Feedback::RECYCLED:
      return Stage::kRecycled;
    case lead::v1::Feedback::DISQUALIFIED:
      return Stage::kDisqualified;
    default:
      return std::nullopt;  // declined, contacted, unreachable: of the assignment, not of the lead
  }
}

}  // namespace leakproof::scoring
