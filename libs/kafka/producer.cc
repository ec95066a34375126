// Tested by: tests/contract/log_contract_test.cc
#include "kafka/producer.h"

#include <algorithm>

#include "kafka/error_table.h"
#include "kafka/limits.h"
#include "kafka/produce.h"

namespace leakproof::kafka {

Result<std::unique_ptr<Producer>> Producer::start(const KafkaOptions& options, const std::string& topic) {
  std::unique_ptr<Producer> producer(new Producer(options));
  // No limit of librdkafka's own on its queue: it would be one for all, and a partition without a leader would fill it.
  // Each lane has its own.
  LEAKPROOF_ASSIGN(conf, make_conf(options, {{"enable.idempotence", "true"},
                                             {"acks", "all"},
                                             {"linger.ms", "0"},
                                             {"message.timeout.ms", std::to_string(kMessageTimeout.count())},
                                             {"queue.buffering.max.messages", "0"}}));
  rd_kafka_conf_set_dr_msg_cb(conf.get(), delivered);
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_PRODUCER, std::move(conf)));
  producer->handle_ = std::move(handle);
  producer->thread_ = std::thread([p = producer.get()] { p->serve(); });
  if (!topic.empty()) LEAKPROOF_TRY(producer->await_leaders(options.topic_prefix + topic));
  return producer;
}

// librdkafka 2.0 looks for the leaders of a topic that it does not know when a broker is up, and else a second later.
Status Producer::await_leaders(const std::string& topic) {
  const TopicHandle known(rd_kafka_topic_new(handle_.get(), topic.c_str(), nullptr));
  const rd_kafka_metadata_t* answer = nullptr;
  const auto code = rd_kafka_metadata(handle_.get(), 0, known.get(), &answer, static_cast<int>(kRoundTrip.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "asking " + options_.brokers + " for " + topic);
  rd_kafka_metadata_destroy(answer);
  return {};
}

Producer::~Producer() {
  if (handle_) rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  closing_ = true;
  if (thread_.joinable()) thread_.join();
}

bool Producer::ended() const { return rd_kafka_fatal_error(handle_.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR; }

Lane& Producer::open(const stream::TopicPartition& to, AfterError after_error) {
  MutexLock lock(mutex_);
  const std::string name = options_.topic_prefix + to.topic + " partition " + std::to_string(to.partition);
  return *lanes_.emplace_back(std::make_unique<Lane>(name, after_error));
}

void Producer::append(Lane& lane, const stream::TopicPartition& to, const stream::NewRecord& record,
                      stream::Appended done) {
  const bool sent = lane.append(std::move(done), [&](Lane::Delivery& delivery) -> Status {
    const std::string topic = options_.topic_prefix + to.topic;
    const auto code = produce(handle_.get(), topic, to.partition, record, &delivery);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "producing to " + topic);
    return {};
  });
  if (sent) return;
  MutexLock lock(mutex_);
  unsent_.push_back(&lane);
}

void Producer::close(Lane& lane) {
  lane.close();
  MutexLock lock(mutex_);
  closed_.push_back(&lane);
}

void Producer::delivered(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  auto& delivery = *static_cast<Lane::Delivery*>(message->_private);
  if (message->err) return Lane::report(delivery, failure_of(*message));
  Lane::report(delivery, stream::Offset(message->offset));
}

Error Producer::failure_of(const rd_kafka_message_t& message) {
  const Error error = translate(message.err, std::string("producing to ") + rd_kafka_topic_name(message.rkt));
  const bool unclear = rd_kafka_message_status(&message) != RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
  return unclear && error.disposition() == Disposition::kRetry ? refence(error.message()) : error;
}

void Producer::serve() {
  bool purged = false;
  do {
    rd_kafka_poll(handle_.get(), closing_ ? 1 : static_cast<int>(kPollWait.count()));
    // What librdkafka holds then would wait for its time to run out.
    if (ended() && !std::exchange(purged, true))
      rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING);
    answer_unsent();
    reap();
  } while (!closing_ || !all_answered());
}

void Producer::answer_unsent() {
  std::vector<Lane*> lanes;
  {
    MutexLock lock(mutex_);
    lanes.swap(unsent_);
  }
  for (Lane* lane : lanes) lane->answer();
}

// A lane ends when librdkafka holds nothing of it. Nobody is told what is answered here.
void Producer::reap() {
  MutexLock lock(mutex_);
  for (Lane* lane : std::exchange(closed_, {})) {
    lane->answer();
    if (!lane->closed_and_reported()) {
      closed_.push_back(lane);
      continue;
    }
    std::erase(unsent_, lane);
    std::erase_if(lanes_, [lane](const auto& one) { return one.get() == lane; });
  }
}

bool Producer::all_answered() {
  MutexLock lock(mutex_);
  return std::all_of(lanes_.begin(), lanes_.end(), [](const auto& lane) { return lane->answered(); });
}

}  // namespace leakproof::kafka
