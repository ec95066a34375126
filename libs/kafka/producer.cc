// Tested by: tests/contract/log_contract_test.cc
#include "kafka/producer.h"

#include "kafka/error_table.h"
#include "kafka/limits.h"
#include "kafka/produce.h"

namespace leakproof::kafka {

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

// Under the lock, so that librdkafka's order is the lane's.
void Producer::append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) {
  const std::string topic = options_.topic_prefix + to.topic;
  MutexLock lock(mutex_);
  Lane& lane = lanes_.try_emplace(to, Lane{*this}).first->second;
  Delivery& delivery = lane.deliveries.emplace_back(Delivery{lane, std::move(done), std::nullopt});
  if (ended_) {
    delivery.outcome = refence(topic + ": this producer has failed before: claim again");
  } else if (const auto code = produce(handle_.get(), topic, to.partition, record, &delivery);
             code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    delivery.outcome = translate(code, "producing to " + topic);
    if (after_error_ == AfterError::kStop) ended_ = true;
  }
}

void Producer::delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  auto& delivery = *static_cast<Delivery*>(message->_private);
  Lane& lane = delivery.lane;
  {
    MutexLock lock(lane.producer.mutex_);
    delivery.outcome = message->err ? Result<stream::Offset>(lane.producer.failure_of(*message))
                                    : Result<stream::Offset>(stream::Offset(message->offset));
  }
  lane.producer.answer(lane);
}

Error Producer::failure_of(const rd_kafka_message_t& message) {
  const Error error = translate(message.err, std::string("producing to ") + rd_kafka_topic_name(message.rkt));
  if (rd_kafka_fatal_error(handle_.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) ended_ = true;
  // What librdkafka still holds would go out with a gap before it.
  if (after_error_ == AfterError::kStop && !ended_.exchange(true)) {
    rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING);
  }
  const bool unclear = rd_kafka_message_status(&message) != RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
  return unclear && error.disposition() == Disposition::kRetry ? refence(error.message()) : error;
}

void Producer::answer(Lane& lane) {
  MutexLock lock(mutex_);
  while (!lane.deliveries.empty() && lane.deliveries.front().outcome) {
    Delivery& first = lane.deliveries.front();
    const stream::Appended done = std::move(first.done);
    Result<stream::Offset> outcome = *std::move(first.outcome);
    lane.deliveries.pop_front();
    if (lane.failed)
      outcome = refence(outcome.ok() ? "a record before this one has failed: claim again" : outcome.error().message());
    lane.failed |= after_error_ == AfterError::kStop && !outcome.ok();
    lock.unlock();
    done(std::move(outcome));
    lock.lock();
  }
}

// Those that never came to librdkafka have no delivery report. True when nothing is left to answer.
bool Producer::answer_all() {
  std::vector<Lane*> lanes;
  {
    MutexLock lock(mutex_);
    for (auto& [to, lane] : lanes_) lanes.push_back(&lane);
  }
  for (Lane* lane : lanes) answer(*lane);
  MutexLock lock(mutex_);
  for (const Lane* lane : lanes) {
    if (!lane->deliveries.empty()) return false;
  }
  return true;
}

void Producer::serve() {
  do {
    rd_kafka_poll(handle_.get(), ended_ ? 1 : static_cast<int>(kPollWait.count()));
  } while (!answer_all() || !closing_);
}

}  // namespace leakproof::kafka
