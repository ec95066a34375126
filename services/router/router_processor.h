// The router stage: facts of the scoring journal in; decisions (= audit events), assignments and notifications out.
// README.md has the table.
#pragma once
#include <string>

#include "calendar/zone_clock.h"
#include "config/config_cache.h"
#include "router/engine.h"
#include "stream/processor.h"
#include "stream/zone_walk.h"

namespace leakproof::channels {
struct LeadRef;
}

namespace leakproof::router {

struct ActiveConfig;

class RouterProcessor final : public stream::Processor {
 public:
  // Both are written into every decision; `zone_data` is the version by which the process counts.
  explicit RouterProcessor(std::string engine_version, std::string zone_data = calendar::zone_data_version());
  ~RouterProcessor() override;

  Status on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) override;
  Result<bool> on_take_over(stream::Draft& draft) override;
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

  bool count_again(const std::string& workspace, const std::string& lead, stream::Draft& draft);
  void look_for_the_free(const std::string& workspace, stream::Draft& draft);

  const Engine engine_;
  config::ConfigCache<ActiveConfig> configs_;
  stream::ZoneWalk zone_walk_;
};

}  // namespace leakproof::router
