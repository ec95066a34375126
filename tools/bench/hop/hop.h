// One hop, for measurements: a submission in, a lead and its settling out, one key of state counted on. The same work
// and the same bytes, whatever commits them.
#pragma once
#include <atomic>

#include "base/result.h"
#include "kafka/handles.h"
#include "stream/processor.h"
#include "stream/topics.h"

namespace leakproof::bench {

inline const stream::TopicPartition kIn{stream::topics::kLeadSubmissions, 0};
inline const stream::TopicPartition kOut{stream::topics::journal_of("ingest"), 0};
inline constexpr const char* kStage = "ingest";

class Hop final : public stream::Processor {
 public:
  Status on_record(const std::string& topic, const stream::Record& record, stream::Draft& draft) override;
  Status on_event(lead::v1::Event&, stream::Draft&) override { return {}; }
  Status on_timer(const journal::v1::Timer&, stream::Draft&) override { return {}; }
  Status on_outbox(const journal::v1::OutboxEntry&, const stream::OutboxOutcome&, stream::Draft&) override {
    return {};
  }
  void invalidate_caches() override {}
};

// Each serves until `stop`, on the calling thread; the store is in `directory`.
struct Serving {
  const kafka::KafkaOptions& kafka;
  std::string directory;
  const std::atomic<bool>& stop;
};
// The runtime of the product: the append is the commit.
Status serve_log_first(const Serving& serving);

// The same hop by the book of Kafka: consume, produce, commit, and only then the state. It does less than the runtime
// (no timers, outbox, recovery or reader's rule), so that what is compared is the commit, in its favour.
enum class Commit {
  kTransactions,          // as often as there is something to commit
  kTransactionsEvery100,  // milliseconds
  kNone,                  // at least once: offsets are stored now and then, nothing is exactly once
};
Status serve_by_the_book(const Serving& serving, Commit commit);

// Appends `rate` submissions a second for `seconds`, and reads what comes out as the next stage would. Prints one line
// of JSON: how many, and milliseconds from the moment of sending to the moment of reading, p50 and p99. A failure when
// not all arrive.
Status load(const kafka::KafkaOptions& kafka, double rate, double seconds);

}  // namespace leakproof::bench
