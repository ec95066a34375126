// The scoring stage reads ingest's journal, keeps a score and a stage for every lead, and passes every fact on. It
// emits LeadScored behind each LeadChanged (the router waits for it) and whenever a touch or a member's word changes
// the score, and StageMoved for each move. One thread.
#pragma once
#include <string>
#include <vector>

#include "config/config_cache.h"
#include "scoring/codec.h"
#include "stream/fact.h"
#include "stream/processor.h"

namespace leakproof::scoring {

class ScoringProcessor final : public stream::Processor {
 public:
  Status on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) override;
  Status on_event(lead::v1::Event& event, stream::Draft& draft) override;
  Status on_timer(const journal::v1::Timer& timer, stream::Draft& draft) override;
  Status on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                   stream::Draft& draft) override;
  void invalidate_caches() override { models_.invalidate(); }

 private:
  struct Move {
    Stage from, to;
    std::string cause;
  };
  // One lead while it is being scored.
  struct ScoringSession {
    const CompiledModel& compiled;
    state::v1::ScoreState state;
    EngagementState engagement;
    std::vector<Move> moves{};
    void move(std::optional<Stage> to, std::string cause, Instant now);
  };
  Status on_config(lead::v1::Event& event, stream::Draft& draft);
  Status on_lead(lead::v1::Event& event, stream::Draft& draft);
  Status on_activity(lead::v1::Event& event, stream::Draft& draft);
  // kRefuse when the workspace has no configuration.
  Result<const CompiledModel*> model_of(const std::string& workspace, stream::Draft& draft);
  // Scores, moves the stage by it, stores, and emits; `always` even when nothing changed.
  void finish(ScoringSession session, const stream::FactOrigin& origin, bool always, stream::Draft& draft);

  config::ConfigCache<CompiledModel> models_{compile_model};
};

}  // namespace leakproof::scoring
