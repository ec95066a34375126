// Tested by: libs/kafka/producer_test.cc
#include "kafka/kafka_appender.h"

namespace leakproof::kafka {
namespace {

class KafkaAppender final : public stream::Appender {
 public:
  KafkaAppender(std::shared_ptr<Producer> producer, stream::TopicPartition to)
      : producer_(std::move(producer)), to_(std::move(to)), lane_(producer_->open(to_, AfterError::kStop)) {}
  ~KafkaAppender() override { producer_->close(lane_); }
  void append(stream::NewRecord record, stream::Appended done) override {
    producer_->append(lane_, to_, record, std::move(done));
  }

 private:
  const std::shared_ptr<Producer> producer_;
  const stream::TopicPartition to_;
  Lane& lane_;
};

}  // namespace

Result<std::unique_ptr<stream::Appender>> Appenders::open(const stream::TopicPartition& to) {
  LEAKPROOF_ASSIGN(producer, producer_of(to.topic));
  return std::unique_ptr<stream::Appender>(std::make_unique<KafkaAppender>(std::move(producer), to));
}

Result<std::shared_ptr<Producer>> Appenders::producer_of(const std::string& topic) {
  MutexLock lock(mutex_);
  auto& current = producers_[topic];
  if (!current || current->ended()) {
    LEAKPROOF_ASSIGN(started, Producer::start(options_, topic));
    current = std::move(started);
  }
  return current;
}

}  // namespace leakproof::kafka
