// What only the Kafka adapter does: ownership by group, the topics of a cluster, transactions. On a real broker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "kafka/kafka_log.h"
#include "kafka/kafka_ownership.h"
#include "kafka/topic_admin.h"
#include "kafka/transactional_producer.h"
#include "log_world.h"

namespace leakproof::contract {
namespace {

using namespace std::chrono_literals;
using stream::Position;
using testing::HasSubstr;
using testing::IsEmpty;

class KafkaTest : public testing::Test {
 protected:
  void SetUp() override {
    if (broker().empty()) GTEST_SKIP() << "set LEAKPROOF_KAFKA=host:port, or run tests/contract/with_kafka PROGRAM, which starts a broker";
  }
  void make_topics(std::int32_t partitions) {
    auto admin = *kafka::TopicAdmin::connect(options_);
    const Status made = admin.create_missing(kafka::topics(), partitions, 1);
    ASSERT_TRUE(made.ok()) << made.error().message();
  }
  const kafka::KafkaOptions options_ = fresh_kafka_options();
};

// A member that releases at once, or only when it is told.
struct Member {
  std::unique_ptr<kafka::KafkaOwnership> ownership;
  std::set<std::int32_t> owned{};
  std::set<std::int32_t> to_release{};

  void poll() {
    for (const auto& change : ownership->poll()) {
      if (change.given) {
        owned.insert(change.partition);
      } else {
        EXPECT_EQ(owned.erase(change.partition), 1u);
        to_release.insert(change.partition);
      }
    }
  }
  void release() {
    for (auto partition : to_release) ownership->released(partition);
    to_release.clear();
  }
};

// Polls without waiting until it holds; the bound is for a group that never settles.
template <class Condition>
::testing::AssertionResult eventually(const Condition& holds) {
  Signal never;
  for (int i = 0; i < 3000; ++i) {
    if (holds()) return testing::AssertionSuccess();
    never.wait_for(10ms);
  }
  return testing::AssertionFailure() << "not within half a minute";
}

TEST_F(KafkaTest, PartitionsMoveOnlyWhenReleased) {
  make_topics(4);
  const std::string group = options_.topic_prefix + "router";
  Member one{*kafka::KafkaOwnership::join(options_, group, "", kInput)};
  ASSERT_TRUE(eventually([&] { return one.poll(), one.owned.size() == 4; }));

  Member two{*kafka::KafkaOwnership::join(options_, group, "", kInput)};
  ASSERT_TRUE(eventually([&] { return one.poll(), two.poll(), one.to_release.size() == 2; }));
  EXPECT_EQ(one.owned.size(), 2u);
  EXPECT_THAT(two.owned, IsEmpty()) << "not before the first has released them";

  one.release();
  ASSERT_TRUE(eventually([&] { return one.poll(), two.poll(), two.owned.size() == 2; }));
  for (auto partition : two.owned) EXPECT_FALSE(one.owned.contains(partition));

  two.ownership.reset();
  ASSERT_TRUE(eventually([&] { return one.poll(), one.owned.size() == 4; })) << "who leaves gives its partitions back";
}

TEST_F(KafkaTest, ANamedMemberIsBackAtOnceAndItsElderIsOut) {
  make_topics(2);
  const std::string group = options_.topic_prefix + "router";
  Member elder{*kafka::KafkaOwnership::join(options_, group, "machine-1", kInput)};
  ASSERT_TRUE(eventually([&] { return elder.poll(), elder.owned.size() == 2; }));
  Member restarted{*kafka::KafkaOwnership::join(options_, group, "machine-1", kInput)};
  EXPECT_TRUE(eventually([&] { return restarted.poll(), restarted.owned.size() == 2; }));
  EXPECT_TRUE(eventually([&] { return elder.poll(), elder.to_release.size() == 2; }));
}

TEST_F(KafkaTest, AWholeClusterHasNoProblems) {
  make_topics(2);
  auto admin = *kafka::TopicAdmin::connect(options_);
  const auto problems = admin.check(kafka::topics());
  ASSERT_TRUE(problems.ok()) << problems.error().message();
  for (const auto& problem : *problems) ADD_FAILURE() << problem.topic << ": " << problem.what;
  EXPECT_TRUE(admin.create_missing(kafka::topics(), 2, 1).ok()) << "again without harm";
}

TEST_F(KafkaTest, EachProblemComesWithItsRepair) {
  Topics other;
  other.add_topic()->CopyFrom(kafka::topics().topic(0));
  other.mutable_topic(0)->set_retention_hours(1);
  auto admin = *kafka::TopicAdmin::connect(options_);
  ASSERT_TRUE(admin.create_missing(other, 2, 1).ok());
  other.mutable_topic(0)->set_name(kafka::topics().topic(1).name());
  other.mutable_topic(0)->set_retention_hours(kafka::topics().topic(1).retention_hours());
  ASSERT_TRUE(admin.create_missing(other, 3, 1).ok());

  const auto problems = *admin.check(kafka::topics());
  std::map<std::string, std::string> repairs;
  for (const auto& problem : problems) repairs[problem.topic.substr(options_.topic_prefix.size()) + ": " + problem.what] = problem.repair;
  EXPECT_THAT(repairs["lead.submissions: retention.ms is 3600000, not 2592000000"],
              HasSubstr("kafka-configs.sh --bootstrap-server " + broker()));
  EXPECT_THAT(repairs["sales.activities: 3 partitions, the topics before it have 2"], HasSubstr("create it with 2"));
  EXPECT_THAT(repairs["ingest.changelog: it does not exist"],
              HasSubstr("--create --topic " + options_.topic_prefix + "ingest.changelog --partitions 2"));
  EXPECT_THAT(repairs["ingest.changelog: it does not exist"], HasSubstr("--config cleanup.policy=compact"));
}

TEST_F(KafkaTest, ConnectingWithoutTopicsSaysWhatToDo) {
  const auto log = kafka::KafkaLog::connect(options_);
  ASSERT_FALSE(log.ok());
  EXPECT_EQ(log.error().disposition(), Disposition::kFatal);
  EXPECT_THAT(log.error().message(), HasSubstr("create the topics"));
}

// Values of a topic's partition as a plain read_committed consumer sees them, up to the value "end".
std::vector<std::string> committed(const kafka::KafkaOptions& options, const std::string& topic) {
  kafka::KafkaOptions plain = options;
  plain.properties["isolation.level"] = "read_committed";
  auto log = *kafka::KafkaLog::connect(plain);
  Signal wake;
  auto reader = *log->reader({topic, 0}, Position(0), wake);
  std::vector<std::string> values;
  for (int rings = 0; rings < 100; ++rings) {
    std::vector<stream::Record> records;
    EXPECT_TRUE(reader->read(100, records).ok());
    for (const auto& record : records) {
      if (record.value == "end") return values;
      values.push_back(record.value);
    }
    wake.wait_for(10s);
  }
  return values;
}

void write(kafka::TransactionalProducer& producer, const std::vector<std::string>& values) {
  ASSERT_TRUE(producer.begin().ok());
  for (const auto& value : values) ASSERT_TRUE(producer.produce({"lead.events", 0}, {"k", value, {}}).ok());
}

TEST_F(KafkaTest, ATransactionIsSeenWholeOrNotAtAll) {
  make_topics(1);
  kafka::TransactionalProducer producer(options_, options_.topic_prefix + "ingest-0");
  write(producer, {"a", "b"});
  ASSERT_TRUE(producer.commit().ok());
  write(producer, {"never"});
  producer.abort();
  write(producer, {"c", "end"});
  ASSERT_TRUE(producer.commit().ok());
  EXPECT_THAT(committed(options_, "lead.events"), testing::ElementsAre("a", "b", "c"));
}

TEST_F(KafkaTest, ANewProducerOfAnIdFencesTheOldOneWhichMayComeBack) {
  make_topics(1);
  const std::string id = options_.topic_prefix + "ingest-0";
  kafka::TransactionalProducer old(options_, id), young(options_, id);
  write(old, {"never"});
  write(young, {"a"});
  ASSERT_TRUE(young.commit().ok());
  const Status fenced = old.commit();
  ASSERT_FALSE(fenced.ok());
  EXPECT_EQ(fenced.error().disposition(), Disposition::kRefence) << fenced.error().message();
  write(old, {"b", "end"});
  ASSERT_TRUE(old.commit().ok());
  EXPECT_THAT(committed(options_, "lead.events"), testing::ElementsAre("a", "b"));
}

}  // namespace
}  // namespace leakproof::contract
