#include "log_world.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "embedded/embedded_log.h"
#include "kafka/kafka_log.h"
#include "kafka/topic_admin.h"

namespace leakproof::contract {
namespace {

std::string fresh_name() {
  static int count = 0;
  return "contract-" + std::to_string(getpid()) + "-" + std::to_string(++count);
}

class EmbeddedWorld final : public LogWorld {
 public:
  EmbeddedWorld() : directory_(std::filesystem::path(testing::TempDir()) / fresh_name()) { reopen(); }
  ~EmbeddedWorld() override {
    log_.reset();
    std::filesystem::remove_all(directory_);
  }
  stream::Log& log() override { return *log_; }
  void reopen() override {
    log_.reset();
    log_ = *embedded::EmbeddedLog::open(directory_, kPartitions, clock_);
  }
  void trim(const stream::TopicPartition& of, stream::Position before) override {
    EXPECT_TRUE(log_->trim(of, before).ok());
  }

 private:
  const std::filesystem::path directory_;
  ManualClock clock_{instant_from_micros(1)};
  std::unique_ptr<embedded::EmbeddedLog> log_;
};

Topics two_topics() {
  Topics two;
  for (const Topic& topic : kafka::topics().topic()) {
    if (topic.name() == kInput || topic.name() == kJournal) *two.add_topic() = topic;
  }
  return two;
}

class KafkaWorld final : public LogWorld {
 public:
  KafkaWorld() : options_(fresh_kafka_options()) {
    auto admin = *kafka::TopicAdmin::connect(options_);
    const Status made = admin.create_missing(two_topics(), kPartitions, 1);
    if (!made.ok()) ADD_FAILURE() << made.error().message();
    reopen();
  }
  stream::Log& log() override { return *log_; }
  void reopen() override {
    log_.reset();
    log_ = *kafka::KafkaLog::connect(options_);
    for (const char* topic : {kInput, kJournal}) {
      for (std::int32_t partition = 0; partition < kPartitions; ++partition) await({topic, partition});
    }
  }
  // A topic is shown before its partitions are served.
  void await(const stream::TopicPartition& of) {
    int attempts = 10'000;
    while (!log_->end(of).ok() && --attempts > 0) continue;
    EXPECT_GT(attempts, 0) << log_->end(of).error().message();
  }
  void trim(const stream::TopicPartition& of, stream::Position before) override {
    const auto handle = *kafka::make_handle(RD_KAFKA_PRODUCER, *kafka::make_conf(options_, {}));
    const kafka::Partitions list(rd_kafka_topic_partition_list_new(1));
    const std::string name = options_.topic_prefix + of.topic;
    rd_kafka_topic_partition_list_add(list.get(), name.c_str(), of.partition)->offset = before.value();
    const std::unique_ptr<rd_kafka_DeleteRecords_t, kafka::Destroy<rd_kafka_DeleteRecords_destroy>> request(
        rd_kafka_DeleteRecords_new(list.get()));
    const kafka::Queue queue(rd_kafka_queue_new(handle.get()));
    auto* pointer = request.get();
    rd_kafka_DeleteRecords(handle.get(), &pointer, 1, nullptr, queue.get());
    const kafka::Event event(rd_kafka_queue_poll(queue.get(), 10'000));
    ASSERT_TRUE(event);
    ASSERT_EQ(rd_kafka_event_error(event.get()), RD_KAFKA_RESP_ERR_NO_ERROR);
  }

 private:
  const kafka::KafkaOptions options_;
  std::unique_ptr<kafka::KafkaLog> log_;
};

}  // namespace

std::string broker() {
  const char* address = std::getenv("LEAKPROOF_KAFKA");
  return address ? address : "";
}

kafka::KafkaOptions fresh_kafka_options() {
  kafka::KafkaOptions options;
  options.brokers = broker();
  options.topic_prefix = fresh_name() + ".";
  options.record_bytes_max = kRecordBytesMax;
  return options;
}

std::unique_ptr<LogWorld> embedded_world() { return std::make_unique<EmbeddedWorld>(); }
std::unique_ptr<LogWorld> kafka_world() { return std::make_unique<KafkaWorld>(); }

}  // namespace leakproof::contract
