#include "kafka/kafka_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>

#include "base/signal.h"
#include "kafka/fakes/mock_cluster.h"
#include "kafka/producer.h"

namespace leakproof::kafka {
namespace {

using namespace std::chrono_literals;
using stream::Position;
using stream::Record;
using stream::TopicPartition;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const TopicPartition kOne{"journal", 0}, kOther{"journal", 1};

class KafkaReaderTest : public testing::Test {
 protected:
  void append(const TopicPartition& to, const std::string& value) {
    Signal acknowledged;
    Result<stream::Offset> outcome = retry("");
    producer_->append(*lanes_.at(to), to, {"k", value, {}}, [&](auto answer) {
      outcome = answer;
      acknowledged.notify();
    });
    acknowledged.wait_for(10s);
    ASSERT_TRUE(outcome.ok()) << outcome.error().message();
  }
  std::unique_ptr<KafkaReader> reader(const TopicPartition& from, Signal& wake, std::int64_t start = 0) {
    return *KafkaReader::start(consumers_, "", from, Position(start), wake);
  }
  // Reads until there are `count` values; what fails stands among them as its error's message.
  static std::vector<std::string> read(KafkaReader& reader, Signal& wake, std::size_t count) {
    std::vector<std::string> values;
    for (int rings = 0; values.size() < count && rings < 20; ++rings) {
      std::vector<Record> records;
      const Status status = reader.read(10, records);
      for (const auto& record : records) values.push_back(record.value);
      if (!status.ok()) values.push_back(records.empty() ? status.error().message() : "an error with records");
      if (values.size() < count) wake.wait_for(10s);
    }
    return values;
  }

  MockCluster cluster_{{"journal"}};
  std::unique_ptr<Producer> producer_ = *Producer::start(cluster_.options());
  const std::map<TopicPartition, Lane*> lanes_ = {{kOne, &producer_->open(kOne, AfterError::kGoOn)},
                                                  {kOther, &producer_->open(kOther, AfterError::kGoOn)}};
  SharedConsumers consumers_{cluster_.options(), kFollowing};
  Signal wake_, other_wake_;
};

TEST_F(KafkaReaderTest, ReadersOfOnePartitionShareNoConsumerAndReadersOfDifferentOnesDo) {
  const auto one = *consumers_.take(kOne), other = *consumers_.take(kOther);
  EXPECT_EQ(one->handle(), other->handle());
  auto second = *consumers_.take(kOne);
  EXPECT_NE(second->handle(), one->handle());
  const auto* const was = second->handle();
  second.reset();
  EXPECT_EQ((*consumers_.take(kOne))->handle(), was) << "a place that is given up is taken again";
}

TEST_F(KafkaReaderTest, AReaderOnAPlaceThatWasUsedBeforeSeesNothingOfItsPredecessor) {
  for (const char* value : {"a", "b", "c", "d"}) append(kOne, value);
  for (int start : {3, 0, 2, 1}) {
    auto one = reader(kOne, wake_, start);
    EXPECT_EQ(read(*one, wake_, 1).at(0), std::string(1, static_cast<char>('a' + start)));
  }
}

TEST_F(KafkaReaderTest, NothingIsFetchedForAReaderThatIsGone) {
  std::mutex mutex;
  std::vector<std::string> lines;
  cluster_.options().properties["debug"] = "fetch";
  cluster_.options().log = [&](int, const std::string& line) {
    std::lock_guard lock(mutex);
    lines.push_back(line);
  };
  {
    SharedConsumers consumers{cluster_.options(), kFollowing};
    auto gone = *KafkaReader::start(consumers, "", kOne, Position(0), wake_);
    auto stays = *KafkaReader::start(consumers, "", kOther, Position(0), other_wake_);
    append(kOne, "a");
    read(*gone, wake_, 1);
    gone.reset();
    append(kOther, "1");
    read(*stays, other_wake_, 1);
    {
      std::lock_guard lock(mutex);
      lines.clear();
    }
    append(kOther, "2");
    append(kOther, "3");
    read(*stays, other_wake_, 2);
    std::lock_guard lock(mutex);
    EXPECT_THAT(lines, Contains(HasSubstr("Fetch topic journal [1]")));
    EXPECT_THAT(lines, Not(Contains(HasSubstr("Fetch topic journal [0]"))));
  }
}

}  // namespace
}  // namespace leakproof::kafka
