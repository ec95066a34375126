#include "scoring/scoring_processor.h"

#include <algorithm>

#include "scoring/keys.h"

namespace leakproof::scoring {
namespace {

// When a touch happened by its sender's word, which cannot be later than now.
Instant touched_at(std::int64_t by_word_micros, Instant now) {
  return by_word_micros > 0 ? std::min(instant_from_micros(by_word_micros), now) : now;
}

bool differs(const lead::v1::LeadScored& a, const lead::v1::LeadScored& b) {
  return a.total() != b.total() || a.grade() != b.grade() || a.stage() != b.stage();
}

// An event without its body, for facts that follow from it.
lead::v1::Event head_of(const lead::v1::Event& event) {
  return following(event, instant_from_micros(event.occurred_micros()));
}

}  // namespace

Status ScoringProcessor::on_record(const std::string& topic, const stream::Record&, stream::Draft&) {
  return refuse("scoring reads ingest's journal only, not " + topic);
}
Status ScoringProcessor::on_timer(const journal::v1::Timer& timer, stream::Draft&) {
  return refuse("scoring sets no timers: " + timer.id());
}
Status ScoringProcessor::on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome&,
                                   stream::Draft&) {
  return refuse("scoring calls nobody: " + entry.id());
}

Status ScoringProcessor::on_event(lead::v1::Event& event, stream::Draft& draft) {
  if (event.has_config_applied()) return on_config(event, draft);
  if (event.has_lead_changed() && !event.lead_changed().lead().is_test()) return on_lead(event, draft);
  if (event.has_activity() && !event.lead_id().empty()) return on_activity(event, draft);
  draft.forward(std::move(event));
  return {};
}

Status ScoringProcessor::on_config(lead::v1::Event& event, stream::Draft& draft) {
  const auto& applied = event.config_applied();
  config::v1::Workspace workspace;
  if (!workspace.ParseFromString(applied.workspace())) return refuse("the configuration is no workspace");
  LEAKPROOF_ASSIGN(compiled, compile_model(workspace));
  state::v1::ConfigVersion version;
  version.set_version(applied.version()), version.set_workspace(applied.workspace()), version.set_hash(applied.hash());
  draft.put(config_key(event.workspace_id()), version.SerializeAsString());
  models_[event.workspace_id()] = std::move(compiled);
  draft.forward(std::move(event));
  return {};
}

Result<const CompiledModel*> ScoringProcessor::model_of(const std::string& workspace, stream::Draft& draft) {
  auto& model = models_[workspace];
  if (model == nullptr) {
    state::v1::ConfigVersion version;
    LEAKPROOF_CHECK(version.ParseFromString(draft.get(config_key(workspace)).value_or("")));
    config::v1::Workspace configuration;
    LEAKPROOF_CHECK(configuration.ParseFromString(version.workspace()));
    LEAKPROOF_ASSIGN(compiled, compile_model(configuration));
    model = std::move(compiled);
  }
  return model.get();
}

void ScoringProcessor::Work::move(std::optional<Stage> to, std::string cause, Instant now) {
  if (!to) return;
  moves.push_back({standing.stage, *to, std::move(cause)});
  standing.stage = *to, standing.since = now;
}

Status ScoringProcessor::on_lead(lead::v1::Event& event, stream::Draft& draft) {
  LEAKPROOF_ASSIGN(compiled, model_of(event.workspace_id(), draft));
  Work work{*compiled, {}, {}, {}};
  const auto stored = draft.get(score_key(event.workspace_id(), event.lead_id()));
  LEAKPROOF_CHECK(!stored || work.state.ParseFromString(*stored));
  if (!stored) work.state.set_stage_since_micros(to_micros(draft.now()));
  work.standing = standing_of(work.state);
  const auto& lead = event.lead_changed().lead();
  *work.state.mutable_attributes() = lead.attributes();
  if (const auto* rule = compiled->model.touch_rule(kInquiryTouch)) {
    add_touch(*rule, touched_at(lead.last_touch().at_micros(), draft.now()), work.standing.touches);
  }
  work.move(moved_by_inquiry(work.standing.stage), "repeat_inquiry", draft.now());
  const auto cause = head_of(event);
  draft.forward(std::move(event));
  finish(std::move(work), cause, true, draft);
  return {};
}

Status ScoringProcessor::on_activity(lead::v1::Event& event, stream::Draft& draft) {
  const auto cause = head_of(event);
  const lead::v1::Activity activity = event.activity();
  draft.forward(std::move(event));
  const auto stored = draft.get(score_key(cause.workspace_id(), cause.lead_id()));
  if (!stored || (!activity.has_touch() && !activity.has_feedback())) return {};
  LEAKPROOF_ASSIGN(compiled, model_of(cause.workspace_id(), draft));
  Work work{*compiled, {}, {}, {}};
  LEAKPROOF_CHECK(work.state.ParseFromString(*stored));
  work.standing = standing_of(work.state);
  if (activity.has_touch()) {
    const auto* rule = compiled->model.touch_rule(activity.touch().type());
    if (rule == nullptr) return {};
    const auto by_word = activity.occurred_micros() > 0 ? activity.occurred_micros() : activity.received_micros();
    add_touch(*rule, touched_at(by_word, draft.now()), work.standing.touches);
  } else {
    const auto said = stage_of(activity.feedback().outcome());
    const auto to = said ? moved_by_member(work.standing.stage, *said) : std::nullopt;
    if (!to) return {};
    work.move(to, "member", draft.now());
  }
  finish(std::move(work), cause, false, draft);
  return {};
}

void ScoringProcessor::finish(Work work, const lead::v1::Event& cause, bool always, stream::Draft& draft) {
  const Instant now = draft.now();
  const Score score = score_of(work.compiled, work.state, work.standing, now);
  work.move(moved_by_score(work.standing.stage, score.total, work.compiled.model.thresholds), "score", now);
  const auto scored = to_proto(score, work.standing.stage);
  if (always || differs(scored, work.state.last())) {
    auto event = following(cause, now);
    *event.mutable_lead_scored() = scored;
    draft.emit(std::move(event));
    *work.state.mutable_last() = scored;
  }
  for (const auto& move : work.moves) {
    auto event = following(cause, now);
    auto& moved = *event.mutable_stage_moved();
    moved.set_from(std::string(name_of(move.from))), moved.set_to(std::string(name_of(move.to))),
        moved.set_cause(move.cause);
    draft.emit(std::move(event));
  }
  store(work.standing, work.state);
  draft.put(score_key(cause.workspace_id(), cause.lead_id()), work.state.SerializeAsString());
}

}  // namespace leakproof::scoring
