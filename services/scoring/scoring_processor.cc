#include "scoring/scoring_processor.h"

#include <algorithm>

#include "scoring/keys.h"
#include "stream/typed_state.h"

namespace leakproof::scoring {
namespace {

// When a touch happened by its sender's word, which cannot be later than now.
Instant touched_at(std::int64_t by_word_micros, Instant now) {
  return by_word_micros > 0 ? std::min(instant_from_micros(by_word_micros), now) : now;
}

std::optional<Stage> moved_by(const lead::v1::StageWord& word, Stage from) {
  if (word.handed_back()) return moved_by_hand_back(from);
  const auto said = stage_of(word.outcome());
  return said ? moved_by_member(from, *said) : std::nullopt;
}

bool differs(const lead::v1::LeadScored& a, const lead::v1::LeadScored& b) {
  return a.total() != b.total() || a.grade() != b.grade() || a.stage() != b.stage();
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
  LEAKPROOF_TRY(models_.put(event.workspace_id(), config::version_of(event.config_applied()), draft));
  draft.forward(std::move(event));
  return {};
}

Result<const CompiledModel*> ScoringProcessor::model_of(const std::string& workspace, stream::Draft& draft) {
  const CompiledModel* found = models_.get(workspace, draft);
  if (found == nullptr) return config::no_configuration(workspace, "scoring");
  return found;
}

void ScoringProcessor::ScoringSession::move(std::optional<Stage> to, std::string cause, Instant now) {
  if (!to) return;
  moves.push_back({engagement.stage, *to, std::move(cause)});
  engagement.stage = *to;
  engagement.since = now;
}

Status ScoringProcessor::on_lead(lead::v1::Event& event, stream::Draft& draft) {
  LEAKPROOF_ASSIGN(compiled, model_of(event.workspace_id(), draft));
  auto stored = stream::find<state::v1::ScoreState>(draft, score_key(event.workspace_id(), event.lead_id()));
  const bool is_new = !stored;
  ScoringSession session{*compiled, std::move(stored).value_or(state::v1::ScoreState()), {}};
  if (is_new) session.state.set_stage_since_micros(to_micros(draft.now()));
  session.engagement = engagement_of(session.state);
  const auto& lead = event.lead_changed().lead();
  *session.state.mutable_attributes() = lead.attributes();
  if (const auto* rule = compiled->model.touch_rule(kInquiryTouch)) {
    add_touch(*rule, touched_at(lead.last_touch().at_micros(), draft.now()), session.engagement.touches);
  }
  session.move(moved_by_inquiry(session.engagement.stage), "repeat_inquiry", draft.now());
  const auto origin = stream::origin_of(event);
  draft.forward(std::move(event));
  finish(std::move(session), origin, true, draft);
  return {};
}

Status ScoringProcessor::on_activity(lead::v1::Event& event, stream::Draft& draft) {
  const auto origin = stream::origin_of(event);
  const lead::v1::Activity activity = event.activity();
  draft.forward(std::move(event));
  auto stored = stream::find<state::v1::ScoreState>(draft, score_key(origin.workspace_id, origin.lead_id));
  if (!stored || (!activity.has_touch() && !activity.has_stage_word())) return {};
  LEAKPROOF_ASSIGN(compiled, model_of(origin.workspace_id, draft));
  ScoringSession session{*compiled, *stored, engagement_of(*stored)};
  if (activity.has_touch()) {
    const auto* rule = compiled->model.touch_rule(activity.touch().type());
    if (rule == nullptr) return {};
    const auto by_word = activity.occurred_micros() > 0 ? activity.occurred_micros() : activity.received_micros();
    add_touch(*rule, touched_at(by_word, draft.now()), session.engagement.touches);
  } else {
    const auto& word = activity.stage_word();
    const auto to = moved_by(word, session.engagement.stage);
    if (!to) return {};
    session.move(to, word.handed_back() ? "handed_back" : "member", draft.now());
  }
  finish(std::move(session), origin, false, draft);
  return {};
}

void ScoringProcessor::finish(ScoringSession session, const stream::FactOrigin& origin, bool always,
                              stream::Draft& draft) {
  const Instant now = draft.now();
  auto& [compiled, state, engagement, moves] = session;
  const Score score = score_of(compiled, state, engagement, now);
  session.move(moved_by_score(engagement.stage, score.total, compiled.model.thresholds), "score", now);
  const auto scored = to_proto(score, engagement.stage);
  if (always || differs(scored, state.last())) {
    auto event = stream::make_fact(origin, now);
    *event.mutable_lead_scored() = scored;
    draft.emit(std::move(event));
    *state.mutable_last() = scored;
  }
  for (const auto& move : moves) {
    auto event = stream::make_fact(origin, now);
    auto& moved = *event.mutable_stage_moved();
    moved.set_from(std::string(name_of(move.from)));
    moved.set_to(std::string(name_of(move.to)));
    moved.set_cause(move.cause);
    draft.emit(std::move(event));
  }
  set_engagement(engagement, state);
  stream::store(draft, score_key(origin.workspace_id, origin.lead_id), state);
}

}  // namespace leakproof::scoring
