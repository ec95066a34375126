// Tested by: tests/contract/kafka_test.cc
#include "kafka/kafka_publisher.h"

#include "kafka/error_table.h"
#include "kafka/limits.h"
#include "kafka/produce.h"

namespace leakproof::kafka {
namespace {
constexpr int kWait = static_cast<int>(kMessageTimeout.count());
constexpr int kAbort = static_cast<int>(kAbortWait.count());
}  // namespace

Status KafkaPublisher::claim() {
  handle_.reset();
  LEAKPROOF_ASSIGN(conf, make_conf(options_, {{"transactional.id", id_},
                                              {"acks", "all"},
                                              {"linger.ms", "5"},
                                              {"retry.backoff.ms", "2"},
                                              {"transaction.timeout.ms", std::to_string(kMessageTimeout.count())}}));
  rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_ERROR);
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_PRODUCER, std::move(conf)));
  handle_ = std::move(handle);
  return outcome(rd_kafka_init_transactions(handle_.get(), kWait), "taking the transactional id " + id_);
}

Status KafkaPublisher::publish(const std::vector<stream::Publication>& group) {
  if (!handle_ || lost_connection()) return refence(id_ + " is to be claimed again");
  LEAKPROOF_TRY(outcome(rd_kafka_begin_transaction(handle_.get()), "beginning a transaction of " + id_));
  Status sent = send(group);
  if (sent.ok())
    sent = outcome(rd_kafka_commit_transaction(handle_.get(), kWait), "committing a transaction of " + id_);
  if (!sent.ok()) abandon();
  if (sent.ok() || sent.error().disposition() == Disposition::kFatal) return sent;
  return refence(sent.error().message());
}

Status KafkaPublisher::send(const std::vector<stream::Publication>& group) {
  for (auto& one : group) {
    const std::string topic = options_.topic_prefix + one.to.topic;
    const auto code = produce(handle_.get(), topic, one.to.partition, one.record, nullptr);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "producing to " + topic);
  }
  return {};
}

// Any error ends this producer, also one that librdkafka would retry.
Status KafkaPublisher::outcome(rd_kafka_error_t* error, const std::string& doing) {
  const KafkaError owner(error);
  if (!error) return {};
  Error translated = translate(rd_kafka_error_code(error), doing, rd_kafka_error_string(error));
  abandon();
  return translated;
}

// librdkafka 2.0 counts a request of a transaction after it was handed to the broker's thread, and its assertion fails
// when that thread is ended in between: a handle is destroyed only when nothing of its transaction is on its way. What
// the abort cannot end in its time, the successor ends.
void KafkaPublisher::abandon() {
  if (handle_) KafkaError(rd_kafka_abort_transaction(handle_.get(), kAbort));
  handle_.reset();
}

bool KafkaPublisher::lost_connection() {
  const Queue queue(rd_kafka_queue_get_main(handle_.get()));
  bool lost = false;
  while (const Event event{rd_kafka_queue_poll(queue.get(), 0)}) {
    const auto code = rd_kafka_event_error(event.get());
    lost |= code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN ||
            code == RD_KAFKA_RESP_ERR__TIMED_OUT;
  }
  return lost;
}

}  // namespace leakproof::kafka
