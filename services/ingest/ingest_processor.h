// The ingest stage: submissions become leads, activities and configurations become facts. Reads lead.submissions,
// sales.activities and workspace.config; everything that later stages see of them, they see in the order of this
// stage's journal. State: keys.h.
//   ingest_processor.cc    what comes in, and configuration
//   submission_handler.cc  one submission on its way to its one state
//   scheduled_configs.cc   configurations for a time to come
#pragma once
#include <map>
#include <string>

#include "config/config_cache.h"
#include "ingest/codec.h"
#include "ingest/domain/text.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/processor.h"

namespace leakproof::ingest {

// A workspace's configuration as ingest uses it.
struct IngestConfig {
  config::v1::Workspace workspace;
  std::map<std::string, SourceRules> rules;  // by source id
  const config::v1::Source* source(const std::string& source_id) const;
};

class IngestProcessor final : public stream::Processor {
 public:
  // `text` outlives the processor. `partitions` of the log: what belongs to another one is handed over; 0: whatever
  // comes is its own.
  explicit IngestProcessor(const Text& text, std::int32_t partitions = 0);

  Status on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) override;
  Status on_event(lead::v1::Event& event, stream::Draft& draft) override;  // refused: there is no stage before
  Status on_timer(const journal::v1::Timer& timer, stream::Draft& draft) override;
  Status on_outbox(const journal::v1::OutboxEntry& entry, const stream::OutboxOutcome& outcome,
                   stream::Draft& draft) override;
  void invalidate_caches() override { configs_.invalidate(); }

 private:
  Status on_submission(const stream::Record& record, stream::Draft& draft);
  Status on_activity(const stream::Record& record, stream::Draft& draft);
  Status on_config(const stream::Record& record, stream::Draft& draft);
  Status go_on(const journal::v1::Timer& timer, stream::Draft& draft);
  Status come_due(const journal::v1::Timer& timer, stream::Draft& draft);
  std::string effect_of(const lead::v1::Activity& activity, stream::Draft& draft);
  std::string apply_fix(const lead::v1::Activity& activity, stream::Draft& draft);

  bool is_handed_over(const char* topic, const stream::Record& record, const std::string& workspace,
                      const std::string& sender, stream::Draft& draft) const;

  const Text& text_;
  const std::int32_t partitions_;
  config::ConfigCache<IngestConfig> configs_;
};

}  // namespace leakproof::ingest
