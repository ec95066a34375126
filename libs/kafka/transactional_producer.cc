// Tested by: tests/contract/kafka_test.cc
#include "kafka/transactional_producer.h"

#include "kafka/error_table.h"
#include "kafka/limits.h"
#include "kafka/produce.h"

namespace leakproof::kafka {
namespace {
constexpr int kWait = static_cast<int>(kMessageTimeout.count());
}  // namespace

Status TransactionalProducer::make() {
  LEAKPROOF_ASSIGN(conf, make_conf(options_, {{"transactional.id", id_},
                                              {"acks", "all"},
                                              {"linger.ms", "5"},
                                              {"retry.backoff.ms", "2"},
                                              {"transaction.timeout.ms", std::to_string(kMessageTimeout.count())}}));
  rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_ERROR);
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_PRODUCER, std::move(conf)));
  handle_ = std::move(handle);
  return settle(rd_kafka_init_transactions(handle_.get(), kWait), "taking the transactional id " + id_);
}

// Any error ends this producer, also one that librdkafka would retry: a delayed request of it could end the next transaction.
Status TransactionalProducer::settle(rd_kafka_error_t* error, const std::string& doing) {
  const KafkaError owner(error);
  if (!error) return {};
  Error translated = translate(rd_kafka_error_code(error), doing, rd_kafka_error_string(error));
  handle_.reset();
  return translated;
}

bool TransactionalProducer::lost_connection() {
  const Queue queue(rd_kafka_queue_get_main(handle_.get()));
  bool lost = false;
  while (const Event event{rd_kafka_queue_poll(queue.get(), 0)}) {
    const auto code = rd_kafka_event_error(event.get());
    lost |= code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || code == RD_KAFKA_RESP_ERR__TIMED_OUT;
  }
  return lost;
}

Status TransactionalProducer::begin() {
  if (handle_ && lost_connection()) handle_.reset();
  if (!handle_) LEAKPROOF_TRY(make());
  return settle(rd_kafka_begin_transaction(handle_.get()), "beginning a transaction of " + id_);
}

Status TransactionalProducer::produce(const stream::TopicPartition& to, const stream::NewRecord& record) {
  if (!handle_) return refence(id_ + ": the transaction has failed: begin again");
  const std::string topic = options_.topic_prefix + to.topic;
  const auto code = kafka::produce(handle_.get(), topic, to.partition, record, nullptr);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "producing to " + topic);
  return {};
}

Status TransactionalProducer::commit() {
  if (!handle_) return refence(id_ + ": the transaction has failed: begin again");
  const Status status = settle(rd_kafka_commit_transaction(handle_.get(), kWait), "committing a transaction of " + id_);
  if (status.ok() || status.error().disposition() == Disposition::kFatal) return status;
  return refence(status.error().message());
}

// librdkafka's abort may overtake its own registration of a partition; the broker then answers INVALID_TXN_STATE.
void TransactionalProducer::abort() {
  if (handle_) (void)settle(rd_kafka_abort_transaction(handle_.get(), kWait), "aborting a transaction of " + id_);
}

}  // namespace leakproof::kafka
