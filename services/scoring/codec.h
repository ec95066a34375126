// Protos ↔ the domain of scoring. Every function is total but the one that compiles: a configuration that was checked
// compiles, and anything else is refused.
#pragma once
#include <memory>
#include <vector>

#include "base/result.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "rules/schema.h"
#include "scoring/domain/engagement.h"
#include "scoring/domain/model.h"
#include "scoring/domain/score.h"
#include "scoring/domain/stage.h"

namespace leakproof::scoring {

struct CompiledModel {
  rules::Schema schema;  // of the records that rules are evaluated over
  Model model;
};
// A workspace without scoring gives no points and lets no threshold be reached: leads stay cold inquiries.
Result<std::unique_ptr<const CompiledModel>> compile_model(const state::v1::ConfigVersion& version);

// What scoring knows of how a lead behaves and how far it is, without its attributes.
struct EngagementState {
  std::vector<TouchSum> touches;
  Stage stage = Stage::kInquiry;
  Instant since;  // in this stage
};
EngagementState engagement_of(const state::v1::ScoreState& state);
void set_engagement(const EngagementState& engagement, state::v1::ScoreState& state);

Score score_of(const CompiledModel& compiled, const state::v1::ScoreState& state, const EngagementState& engagement,
               Instant now);
lead::v1::LeadScored to_proto(const Score& score, Stage stage);

// The stage that a member's word means; nothing for a word that moves none.
std::optional<Stage> stage_of(lead::v1::Feedback::Outcome outcome);

}  // namespace leakproof::scoring
