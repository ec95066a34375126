// Tested by: tests/e2e/standalone_test.py
#include "process/log_backend.h"

#include "embedded/embedded_log.h"
#include "kafka/kafka_log.h"
#include "kafka/kafka_ownership.h"
#include "kafka/topic_admin.h"
#include "stream/topics.h"

namespace leakproof::process {
namespace {

// The retention of each topic is the table's, on both logs.
embedded::EmbeddedOptions embedded_options() {
  embedded::EmbeddedOptions options;
  for (auto& topic : kafka::topics().topic()) {
    if (topic.retention_hours() > 0) options.retention[topic.name()] = std::chrono::hours(topic.retention_hours());
  }
  return options;
}

class EmbeddedBackend final : public LogBackend {
 public:
  explicit EmbeddedBackend(std::unique_ptr<embedded::EmbeddedLog> log) : log_(std::move(log)) {}
  stream::Log& log() override { return *log_; }
  Result<std::unique_ptr<stream::Ownership>> ownership(const std::string&) override {
    return std::unique_ptr<stream::Ownership>(std::make_unique<embedded::EmbeddedOwnership>(log_->partitions()));
  }
  Status ask() override { return {}; }
  Result<std::vector<std::string>> topic_problems() override { return std::vector<std::string>(); }
  Status retain(Instant now) override { return log_->retain(now); }

 private:
  std::unique_ptr<embedded::EmbeddedLog> log_;
};

class KafkaBackend final : public LogBackend {
 public:
  KafkaBackend(kafka::KafkaOptions options, std::string instance)
      : options_(std::move(options)), instance_(std::move(instance)) {}
  Status connect(const app::Settings& settings) {
    LEAKPROOF_ASSIGN(admin, kafka::TopicAdmin::connect(options_));
    if (settings.kafka_create_topics) {
      LEAKPROOF_TRY(admin.create_missing(kafka::topics(), settings.partitions, settings.kafka_replication));
    }
    admin_.emplace(std::move(admin));
    LEAKPROOF_ASSIGN(problems, topic_problems());
    std::string text;
    for (auto& problem : problems) text += "\n  " + problem;
    if (!text.empty())
      return refuse("the topics on " + settings.kafka_brokers +
                    " are not as they must be (kafka.create_topics: true makes missing ones):" + text);
    LEAKPROOF_TRY(admin_->await_leaders(kafka::topics()));
    LEAKPROOF_ASSIGN(log, kafka::KafkaLog::connect(options_));
    log_ = std::move(log);
    return {};
  }
  stream::Log& log() override { return *log_; }
  Result<std::unique_ptr<stream::Ownership>> ownership(const std::string& stage) override {
    const std::string instance = instance_.empty() ? "" : instance_ + "-" + stage;
    LEAKPROOF_ASSIGN(joined, kafka::KafkaOwnership::join(options_, options_.topic_prefix + "leakproof-" + stage,
                                                         instance, stream::topics::journal_of(stage)));
    return std::unique_ptr<stream::Ownership>(std::move(joined));
  }
  Status ask() override { return admin_->ask(); }
  Result<std::vector<std::string>> topic_problems() override {
    LEAKPROOF_ASSIGN(problems, admin_->check(kafka::topics()));
    std::vector<std::string> lines;
    for (const auto& problem : problems)
      lines.push_back(problem.topic + ": " + problem.what + "; repair: " + problem.repair);
    return lines;
  }
  Status retain(Instant) override { return {}; }  // the broker does so

 private:
  const kafka::KafkaOptions options_;  // outlives what is made from it
  const std::string instance_;
  std::optional<kafka::TopicAdmin> admin_;
  std::unique_ptr<kafka::KafkaLog> log_;
};

}  // namespace

Result<std::unique_ptr<LogBackend>> open_log_backend(const app::Settings& settings, const Clock& clock) {
  if (settings.kafka_brokers.empty()) {
    LEAKPROOF_ASSIGN(
        log, embedded::EmbeddedLog::open(settings.data / "log", settings.partitions, clock, embedded_options()));
    return std::unique_ptr<LogBackend>(std::make_unique<EmbeddedBackend>(std::move(log)));
  }
  kafka::KafkaOptions options;
  options.brokers = settings.kafka_brokers;
  options.topic_prefix = settings.kafka_topic_prefix;
  auto backend = std::make_unique<KafkaBackend>(std::move(options), settings.kafka_instance);
  LEAKPROOF_TRY(backend->connect(settings));
  return std::unique_ptr<LogBackend>(std::move(backend));
}

}  // namespace leakproof::process
