// Hands a record of an input topic that stands on a partition which is not its workspace's own to that partition. Many
// Kafka clients choose partitions in a way of their own (docs/formats/topics.md says how to set them right); what they
// send is taken all the same, exactly once, and in the order in which it came to its wrong partition.
//
// The owner of the wrong partition puts the record aside and makes one call at a time for each workspace, on channel
// "hand_over": HandOverSender appends the record to its own partition, with a header that says where it stood. The
// owner there takes of one origin what comes behind the last that it has taken, so that a call that is made twice has
// one effect. What the log refuses becomes a dead letter, whole.
//
// Free functions on a processor's thread, and a sender for any.
#pragma once
#include <string>

#include "stream/log.h"
#include "stream/outbox_sender.h"
#include "stream/processor.h"

namespace leakproof::stream {

inline constexpr char kHandOverChannel[] = "hand_over";

struct Arrival {
  std::string topic;
  const Record& record;
  std::string workspace;  // that the record is of
  std::string sender;     // for people: "source crm"; no personal data
};

// Whether the record is none of ours to process: it was put aside for another of the `partitions`, or it was handed
// over before.
bool is_handed_over(const Arrival& arrival, std::int32_t partitions, Draft& draft);
// The outcome of a call on the channel: the next record that is put aside goes out.
Status on_handed_over(const journal::v1::OutboxEntry& entry, const OutboxOutcome& outcome, Draft& draft);

class HandOverSender final : public OutboxSender {
 public:
  // `log` outlives it.
  explicit HandOverSender(Log& log) : log_(log) {}
  void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) override;

 private:
  Log& log_;
};

}  // namespace leakproof::stream
