// What only the Kafka adapter does: ownership by group, the topics of a cluster, transactions. On a real broker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "base/signal.h"
#include "kafka/kafka_log.h"
#include "kafka/kafka_ownership.h"
#include "kafka/kafka_publisher.h"
#include "kafka/topic_admin.h"
#include "log_world.h"
#include "stream/fakes/memory_store.h"
#include "stream/projector.h"

namespace leakproof::contract {
namespace {

using namespace std::chrono_literals;
using stream::Position;
using testing::HasSubstr;
using testing::IsEmpty;

class KafkaTest : public testing::Test {
 protected:
  void SetUp() override {
    if (broker().empty())
      GTEST_SKIP() << "set LEAKPROOF_KAFKA=host:port, or run tests/contract/with_kafka PROGRAM, which starts a broker";
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
  ASSERT_TRUE(eventually([&] {
    one.poll();
    return one.owned.size() == 4;
  }));

  Member two{*kafka::KafkaOwnership::join(options_, group, "", kInput)};
  ASSERT_TRUE(eventually([&] {
    one.poll();
    two.poll();
    return one.to_release.size() == 2;
  }));
  EXPECT_EQ(one.owned.size(), 2u);
  EXPECT_THAT(two.owned, IsEmpty()) << "not before the first has released them";

  one.release();
  ASSERT_TRUE(eventually([&] {
    one.poll();
    two.poll();
    return two.owned.size() == 2;
  }));
  for (auto partition : two.owned) EXPECT_FALSE(one.owned.contains(partition));

  two.ownership.reset();
  ASSERT_TRUE(eventually([&] {
    one.poll();
    return one.owned.size() == 4;
  })) << "who leaves gives its partitions back";
}

TEST_F(KafkaTest, ANamedMemberIsBackAtOnceAndItsElderIsOut) {
  make_topics(2);
  const std::string group = options_.topic_prefix + "router";
  Member elder{*kafka::KafkaOwnership::join(options_, group, "machine-1", kInput)};
  ASSERT_TRUE(eventually([&] {
    elder.poll();
    return elder.owned.size() == 2;
  }));
  Member restarted{*kafka::KafkaOwnership::join(options_, group, "machine-1", kInput)};
  EXPECT_TRUE(eventually([&] {
    restarted.poll();
    return restarted.owned.size() == 2;
  }));
  EXPECT_TRUE(eventually([&] {
    elder.poll();
    return elder.to_release.size() == 2;
  }));
  EXPECT_FALSE(elder.ownership->joined());
  elder.release();
  restarted.ownership.reset();
  EXPECT_TRUE(eventually([&] {
    elder.poll();
    return elder.owned.size() == 2;
  })) << "who was put out comes back";
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
  for (const auto& problem : problems)
    repairs[problem.topic.substr(options_.topic_prefix.size()) + ": " + problem.what] = problem.repair;
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

std::size_t threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

TEST_F(KafkaTest, ThreadsDoNotGrowWithTheReaders) {
  constexpr std::int32_t kPartitions = 24;
  make_topics(kPartitions);
  auto log = *kafka::KafkaLog::connect(options_);
  Signal wake;
  std::vector<std::unique_ptr<stream::Reader>> readers;
  std::size_t with_one = 0;
  for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
    for (const char* topic : {kInput, kJournal}) {
      readers.push_back(*log->reader({topic, partition}, Position(0), wake));
      log->inputs().append({topic, partition}, {"k", "v", {}}, [](auto) {});
      std::vector<stream::Record> records;
      ASSERT_TRUE(eventually([&] { return readers.back()->read(10, records).ok() && !records.empty(); }));
      if (with_one == 0) with_one = threads();
    }
  }
  EXPECT_EQ(threads(), with_one);
}

// Everything that is visible in a topic's partition 0.
std::vector<std::string> visible(kafka::KafkaLog& log, const std::string& topic) {
  Signal wake;
  auto reader = *static_cast<stream::Log&>(log).published()->reader_to_end({topic, 0}, Position(0), wake);
  std::vector<stream::Record> records;
  for (int rings = 0; rings < 100 && !reader->at_end(); ++rings) {
    EXPECT_TRUE(reader->read(100, records).ok());
    if (!reader->at_end()) wake.wait_for(10s);
  }
  std::vector<std::string> values;
  for (const auto& record : records) values.push_back(record.value);
  return values;
}

stream::Publication fact(const std::string& value) { return {{"lead.events", 0}, {"k", value, {}}}; }

TEST_F(KafkaTest, AGroupIsSeenWholeOrNotAtAll) {
  make_topics(1);
  auto log = *kafka::KafkaLog::connect(options_);
  kafka::KafkaPublisher publisher(options_, options_.topic_prefix + "ingest-0");
  EXPECT_EQ(publisher.publish({fact("never")}).error().disposition(), Disposition::kRefence) << "not claimed";
  ASSERT_TRUE(publisher.claim().ok());
  ASSERT_TRUE(publisher.publish({fact("a"), fact("b")}).ok());
  EXPECT_FALSE(publisher.publish({fact("never"), fact(std::string(9 << 20, 'x'))}).ok());
  ASSERT_TRUE(publisher.claim().ok());
  ASSERT_TRUE(publisher.publish({fact("c")}).ok());
  EXPECT_THAT(visible(*log, "lead.events"), testing::ElementsAre("a", "b", "c"));
  EXPECT_THAT(visible(*log, "lead.scores"), IsEmpty());
}

TEST_F(KafkaTest, WhoClaimsAPublishersNameFencesTheOldOneWhichMayComeBack) {
  make_topics(1);
  auto log = *kafka::KafkaLog::connect(options_);
  const std::string id = options_.topic_prefix + "ingest-0";
  kafka::KafkaPublisher old(options_, id), young(options_, id);
  ASSERT_TRUE(old.claim().ok());
  ASSERT_TRUE(young.claim().ok());
  ASSERT_TRUE(young.publish({fact("a")}).ok());
  const Status fenced = old.publish({fact("never")});
  ASSERT_FALSE(fenced.ok());
  EXPECT_EQ(fenced.error().disposition(), Disposition::kRefence) << fenced.error().message();
  ASSERT_TRUE(old.claim().ok());
  ASSERT_TRUE(old.publish({fact("b")}).ok());
  EXPECT_THAT(visible(*log, "lead.events"), testing::ElementsAre("a", "b"));
}

// The projector and the restore on the real thing: what they do is tested with their code.
TEST_F(KafkaTest, AChangelogRestoresAStore) {
  make_topics(1);
  auto log = *kafka::KafkaLog::connect(options_);
  Signal wake;
  journal::v1::Record fence, effect;
  fence.mutable_fence()->set_owner_id("o");
  effect.mutable_effect()->set_seq(1);
  auto& change = *effect.mutable_effect()->add_state_changes();
  change.set_key("k");
  change.set_value("");
  for (auto* record : {&fence, &effect})
    log->inputs().append({"ingest.journal", 0}, {"ingest", record->SerializeAsString(), {}}, [](auto) {});
  stream::Projector projector({"ingest", 0, {}}, *log, wake);
  ASSERT_TRUE(eventually([&] {  // a topic that was just made may have no leader yet
    const auto step = projector.step();
    if (!step.ok()) {
      EXPECT_EQ(step.error().disposition(), Disposition::kRetry) << step.error().message();
    }
    const auto published = stream::last_position(*log, "ingest", 0);
    return published.ok() && *published && (*published)->next_offset() == 2;
  }));
  stream::MemoryStore store;
  auto restore = *stream::Restore::begin(*log, "ingest", 0, store, wake);
  ASSERT_TRUE(eventually([&] { return restore->step().ok() && restore->done(); }));
  EXPECT_EQ(*store.get(stream::value_key("k")), "");
  EXPECT_TRUE((*store.get(stream::kPositionKey)).has_value());
}

}  // namespace
}  // namespace leakproof::contract
