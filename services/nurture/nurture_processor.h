// The nurture stage reads the router's journal, takes leads through journeys while sales does not have them, and hands
// them back. It is the last stage: its journal holds every fact in one order. One thread.
#pragma once
#include <string>

#include "calendar/zone_clock.h"
#include "config/config_cache.h"
#include "nurture/codec.h"
#include "stream/processor.h"
#include "stream/zone_walk.h"

namespace leakproof::nurture {

class NurtureProcessor final : public stream::Processor {
 public:
  // `zone_data` is the version by which the process counts.
  explicit NurtureProcessor(std::string zone_data = calendar::zone_data_version());

  Status on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) override;
  Result<bool> on_take_over(stream::Draft& draft) override;
  Status on_event(lead::v1::Event& event, stream::Draft& draft) override;
  Status on_timer(const journal::v1::Timer& timer, stream::Draft& draft) override;
  Status on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                   stream::Draft& draft) override;
  void invalidate_caches() override;

 private:
  Status on_config(const lead::v1::Event& event, stream::Draft& draft);
  Status on_lead_fact(const lead::v1::Event& event, stream::Draft& draft);
  bool count_again(const std::string& workspace, const std::string& enrolment, stream::Draft& draft);
  // kRefuse when the workspace has no configuration.
  Result<const CompiledJourneys*> journeys_of(const std::string& workspace, stream::Draft& draft);

  config::ConfigCache<CompiledJourneys> journeys_{compile_journeys};
  const std::string zone_data_;
  stream::ZoneWalk zone_walk_;
};

}  // namespace leakproof::nurture
