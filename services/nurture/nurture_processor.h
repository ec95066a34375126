// The nurture stage reads the router's journal, takes leads through journeys while sales does not have them, and hands
// them back. It is the last stage: its journal holds every fact in one order. One thread.
#pragma once
#include <string>

#include "config/config_cache.h"
#include "nurture/codec.h"
#include "stream/processor.h"

namespace leakproof::nurture {

class NurtureProcessor final : public stream::Processor {
 public:
  Status on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) override;
  Status on_event(lead::v1::Event& event, stream::Draft& draft) override;
  Status on_timer(const journal::v1::Timer& timer, stream::Draft& draft) override;
  Status on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                   stream::Draft& draft) override;
  void invalidate_caches() override { journeys_.invalidate(); }

 private:
  Status on_config(const lead::v1::Event& event, stream::Draft& draft);
  Status on_lead_fact(const lead::v1::Event& event, stream::Draft& draft);
  // kRefuse when the workspace has no configuration.
  Result<const CompiledJourneys*> journeys_of(const std::string& workspace, stream::Draft& draft);

  config::ConfigCache<CompiledJourneys> journeys_{compile_journeys};
};

}  // namespace leakproof::nurture
