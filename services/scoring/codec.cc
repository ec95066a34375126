// Tested by: services/scoring/scoring_processor_test.cc
#include "scoring/codec.h"

#include <limits>

#include "config/record.h"
#include "config/schema.h"

namespace leakproof::scoring {
namespace {

Thresholds thresholds_of(const config::v1::Scoring& scoring) {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (scoring.fit().empty() && scoring.touches().empty()) return {never, never, never, never};
  return {scoring.warm_at(), scoring.hot_at(), scoring.mql_at(), scoring.sql_at()};
}

}  // namespace

Result<std::unique_ptr<const CompiledModel>> compile_model(const config::v1::Workspace& workspace) {
  auto compiled = std::make_unique<CompiledModel>();
  compiled->schema = config::lead_schema(workspace);
  const auto& scoring = workspace.scoring();
  for (const auto& rule : scoring.fit()) {
    auto when = rules::Program::compile(rule.when(), compiled->schema, rules::Type::kBool);
    if (const auto* error = std::get_if<rules::CompileError>(&when))
      return refuse("fit rule " + rule.name() + ": " + error->message);
    compiled->model.fit.push_back({rule.name(), std::get<rules::Program>(std::move(when)), rule.points()});
  }
  for (const auto& rule : scoring.touches()) {
    compiled->model.touches.push_back(
        {rule.type(), rule.points(), Duration(rule.half_life_micros()), rule.points_max()});
  }
  compiled->model.thresholds = thresholds_of(scoring);
  return std::unique_ptr<const CompiledModel>(std::move(compiled));
}

EngagementState standing_of(const state::v1::ScoreState& state) {
  EngagementState standing;
  for (const auto& sum : state.touches())
    standing.touches.push_back({sum.type(), sum.points(), instant_from_micros(sum.at_micros())});
  standing.stage = stage_of(state.stage()).value_or(Stage::kInquiry);
  standing.since = instant_from_micros(state.stage_since_micros());
  return standing;
}

void store(const EngagementState& standing, state::v1::ScoreState& state) {
  state.clear_touches();
  for (const auto& sum : standing.touches) {
    auto& stored = *state.add_touches();
    stored.set_type(sum.type), stored.set_points(sum.points), stored.set_at_micros(to_micros(sum.at));
  }
  state.set_stage(std::string(name_of(standing.stage)));
  state.set_stage_since_micros(to_micros(standing.since));
}

Score score_of(const CompiledModel& compiled, const state::v1::ScoreState& state, const EngagementState& standing,
               Instant now) {
  rules::Record lead(compiled.schema);
  config::ListStorage lists;
  config::fill_record(compiled.schema, state.attributes(), lead, lists);
  return score(compiled.model, lead, standing.touches, now);
}

lead::v1::LeadScored to_proto(const Score& score, Stage stage) {
  lead::v1::LeadScored scored;
  scored.set_total(score.total), scored.set_fit(score.fit), scored.set_engagement(score.engagement);
  scored.set_grade(std::string(name_of(score.grade)));
  scored.set_stage(std::string(name_of(stage)));
  for (const auto& part : score.parts) {
    auto& explained = *scored.add_parts();
    explained.set_name(part.name), explained.set_points(part.points);
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

lead::v1::Event following(const lead::v1::Event& cause, Instant now) {
  lead::v1::Event event;
  event.set_workspace_id(cause.workspace_id()), event.set_lead_id(cause.lead_id());
  event.set_occurred_micros(to_micros(now)), event.set_received_micros(cause.received_micros());
  event.set_traceparent(cause.traceparent()), event.set_command_id(cause.command_id());
  return event;
}

}  // namespace leakproof::scoring
