// The router stage: facts of the scoring journal in; decisions (= audit events), assignments and notifications out.
// README.md has the table.
#pragma once
#include <string>

#include "config/config_cache.h"
#include "stream/processor.h"

namespace leakproof::channels {
struct LeadRef;
}

namespace leakproof::router {

struct ActiveConfig;

class RouterProcessor final : public stream::Processor {
 public:
  // `engine_version` is written into every decision.
  explicit RouterProcessor(std::string engine_version);
  ~RouterProcessor() override;

  Status on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) override;
  Status on_event(lead::v1::Event& event, stream::Draft& draft) override;
  Status on_timer(const journal::v1::Timer& timer, stream::Draft& draft) override;
  Status on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                   stream::Draft& draft) override;
  void invalidate_caches() override;

 private:
  Status on_config(const lead::v1::Event& event, stream::Draft& draft);
  void on_lead_changed(const lead::v1::Event& event, stream::Draft& draft);
  Status on_scored(const lead::v1::Event& event, stream::Draft& draft);
  Status on_activity(const lead::v1::Event& event, stream::Draft& draft);
  Status follow_up(const channels::LeadRef& told, const journal::v1::OutboxEntry& entry, const std::string& detail,
                   stream::Draft& draft);
  // The configuration in force, compiled; kRefuse when there is none.
  Result<const ActiveConfig*> active(const std::string& workspace, stream::Draft& draft);

  std::string engine_version_;
  config::ConfigCache<ActiveConfig> configs_;
};

}  // namespace leakproof::router
