// Tested by: tests/contract/log_contract_test.cc
#include "kafka/kafka_log.h"

#include <deque>
#include <map>

#include "base/mutex.h"
#include "kafka/error_table.h"
#include "kafka/kafka_publisher.h"
#include "kafka/kafka_reader.h"
#include "kafka/limits.h"
#include "kafka/topics.h"

namespace leakproof::kafka {
namespace {

using stream::Position;
using stream::TopicPartition;

// The topic that every deployment has and whose partition count stands for all; check_topics() compares the others.
Result<std::int32_t> count_partitions(rd_kafka_t* handle, const KafkaOptions& options) {
  const std::string name = options.topic_prefix + topics().topic(0).name();
  const TopicHandle topic(rd_kafka_topic_new(handle, name.c_str(), nullptr));
  const rd_kafka_metadata_t* answer = nullptr;
  const auto code = rd_kafka_metadata(handle, 0, topic.get(), &answer, static_cast<int>(kRoundTrip.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "asking " + options.brokers + " for its topics");
  const std::unique_ptr<const rd_kafka_metadata_t, Destroy<rd_kafka_metadata_destroy>> metadata(answer);
  if (metadata->topic_cnt == 1 && metadata->topics[0].err == RD_KAFKA_RESP_ERR_NO_ERROR)
    return metadata->topics[0].partition_cnt;
  return fatal("the cluster at " + options.brokers + " has no topic " + name + ": create the topics first");
}

}  // namespace

// A producer that librdkafka has given up is replaced by the next append; the old one ends with the log, since the
// append may come from one of its own answers.
class KafkaLog::Inputs final : public stream::InputWriter {
 public:
  explicit Inputs(const KafkaOptions& options) : options_(options) {}
  void append(const TopicPartition& to, stream::NewRecord record, stream::Appended done) override {
    MutexLock lock(mutex_);
    auto current = in_use();
    if (!current.ok()) {
      lock.unlock();
      return done(current.error());
    }
    Lane*& lane = (*current)->lanes[to];
    if (!lane) lane = &(*current)->producer->open(to, AfterError::kGoOn);
    (*current)->producer->append(*lane, to, record, std::move(done));
  }

 private:
  struct One {
    std::unique_ptr<Producer> producer;
    std::map<TopicPartition, Lane*> lanes{};
  };
  Result<One*> in_use() LEAKPROOF_REQUIRES(mutex_) {
    if (all_.empty() || all_.back().producer->ended()) {
      LEAKPROOF_ASSIGN(producer, Producer::start(options_));
      all_.push_back(One{std::move(producer)});
    }
    return &all_.back();
  }

  const KafkaOptions& options_;
  Mutex mutex_;
  std::deque<One> all_ LEAKPROOF_GUARDED_BY(mutex_);  // the last one is in use
};

KafkaLog::KafkaLog(KafkaOptions options)
    : options_(std::move(options)),
      following_(options_, kFollowing),
      copying_(options_, kCopying),
      appenders_(options_),
      inputs_(std::make_unique<Inputs>(options_)) {}
KafkaLog::~KafkaLog() = default;

Result<std::unique_ptr<KafkaLog>> KafkaLog::connect(KafkaOptions options) {
  std::unique_ptr<KafkaLog> log(new KafkaLog(std::move(options)));
  LEAKPROOF_ASSIGN(conf, make_conf(log->options_, {{"allow.auto.create.topics", "false"}}));
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_CONSUMER, std::move(conf)));
  LEAKPROOF_ASSIGN(count, count_partitions(handle.get(), log->options_));
  log->questions_ = std::move(handle);
  log->partitions_ = count;
  return log;
}

Result<std::unique_ptr<stream::Appender>> KafkaLog::appender(const TopicPartition& to) { return appenders_.open(to); }

stream::InputWriter& KafkaLog::inputs() { return *inputs_; }

Result<std::unique_ptr<stream::Reader>> KafkaLog::reader(const TopicPartition& from, Position start, Signal& wake) {
  LEAKPROOF_ASSIGN(reader, KafkaReader::start(following_, options_.topic_prefix, from, start, wake));
  return std::unique_ptr<stream::Reader>(std::move(reader));
}

std::unique_ptr<stream::Publisher> KafkaLog::publisher(const std::string& name) {
  return std::make_unique<KafkaPublisher>(options_, options_.topic_prefix + "leakproof-" + name);
}

Result<std::unique_ptr<stream::ReaderToEnd>> KafkaLog::reader_to_end(const TopicPartition& of, Position start,
                                                                     Signal& wake) {
  LEAKPROOF_ASSIGN(reader, KafkaReader::start(copying_, options_.topic_prefix, of, start, wake));
  return std::unique_ptr<stream::ReaderToEnd>(std::move(reader));
}

Result<std::pair<Position, Position>> KafkaLog::bounds(const TopicPartition& of) {
  const std::string name = options_.topic_prefix + of.topic;
  std::int64_t low = 0, high = 0;
  const auto code = rd_kafka_query_watermark_offsets(questions_.get(), name.c_str(), of.partition, &low, &high,
                                                     static_cast<int>(kRoundTrip.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "asking for the bounds of " + name);
  return std::pair(Position(low), Position(high));
}

Result<Position> KafkaLog::begin(const TopicPartition& of) {
  LEAKPROOF_ASSIGN(found, bounds(of));
  return found.first;
}

Result<Position> KafkaLog::end(const TopicPartition& of) {
  LEAKPROOF_ASSIGN(found, bounds(of));
  return found.second;
}

}  // namespace leakproof::kafka
