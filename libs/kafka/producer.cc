// Tested by: tests/contract/log_contract_test.cc
#include "kafka/producer.h"

#include "kafka/error_table.h"
#include "kafka/limits.h"
#include "kafka/produce.h"

namespace leakproof::kafka {

struct Producer::Delivery {
  Producer& producer;
  stream::Appended done;
};

Result<std::unique_ptr<Producer>> Producer::start(const KafkaOptions& options, AfterError after_error) {
  std::unique_ptr<Producer> producer(new Producer(options, after_error));
  LEAKPROOF_ASSIGN(conf, make_conf(options, {{"enable.idempotence", "true"},
                                             {"acks", "all"},
                                             {"linger.ms", "0"},
                                             {"message.timeout.ms", std::to_string(kMessageTimeout.count())},
                                             {"queue.buffering.max.messages", std::to_string(kQueuedMessagesMax)}}));
  rd_kafka_conf_set_dr_msg_cb(conf.get(), delivered);
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_PRODUCER, std::move(conf)));
  producer->handle_ = std::move(handle);
  producer->thread_ = std::thread([p = producer.get()] { p->serve(); });
  return producer;
}

Producer::~Producer() {
  ended_ = true;
  if (handle_) rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  closing_ = true;
  if (thread_.joinable()) thread_.join();
}

void Producer::append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) {
  const std::string topic = options_.topic_prefix + to.topic;
  auto delivery = std::make_unique<Delivery>(Delivery{*this, std::move(done)});
  std::optional<Error> error;
  if (ended_) {
    error = refence(topic + ": this producer has failed before: claim again");
  } else if (const auto code = produce(handle_.get(), topic, to.partition, record, delivery.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    error = translate(code, "producing to " + topic);
  }
  if (!error) return void(delivery.release());  // delivered() owns it now
  std::lock_guard lock(mutex_);
  if (after_error_ == AfterError::kStop) ended_ = true;
  unsent_.push_back({std::move(delivery->done), std::move(*error)});
}

void Producer::delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  const std::unique_ptr<Delivery> delivery(static_cast<Delivery*>(message->_private));
  delivery->producer.answer(*delivery, *message);
}

void Producer::answer(Delivery& delivery, const rd_kafka_message_t& message) {
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) return delivery.done(stream::Offset(message.offset));
  const std::string doing = std::string("producing to ") + rd_kafka_topic_name(message.rkt);
  Error error = translate(message.err, doing);
  const bool later = after_error_ == AfterError::kStop && ended_.exchange(true);
  const bool unclear = error.disposition() == Disposition::kRetry && rd_kafka_message_status(&message) != RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
  if (rd_kafka_fatal_error(handle_.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) ended_ = true;
  if (later || unclear) error = refence(error.message());
  // What librdkafka still holds would go out with a gap before it.
  if (after_error_ == AfterError::kStop && !later) rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING);
  delivery.done(std::move(error));
}

// With nothing else in flight, or the answers of an Appender would come out of order.
void Producer::answer_unsent() {
  std::deque<Unsent> ready;
  {
    std::lock_guard lock(mutex_);
    if (rd_kafka_outq_len(handle_.get()) == 0 || after_error_ == AfterError::kGoOn) ready.swap(unsent_);
  }
  for (Unsent& unsent : ready) unsent.done(std::move(unsent.error));
}

void Producer::serve() {
  const auto idle = [this] {
    std::lock_guard lock(mutex_);
    return unsent_.empty() && rd_kafka_outq_len(handle_.get()) == 0;
  };
  while (!closing_ || !idle()) {
    const bool hurry = closing_ || ended_;
    rd_kafka_poll(handle_.get(), hurry ? 1 : static_cast<int>(kPollWait.count()));
    answer_unsent();
  }
}

}  // namespace leakproof::kafka
