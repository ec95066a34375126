#include "kafka/producer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "base/signal.h"
#include "kafka/fakes/mock_cluster.h"
#include "kafka/kafka_appender.h"
#include "kafka/kafka_reader.h"

namespace leakproof::kafka {
namespace {

using namespace std::chrono_literals;
using stream::Offset;
using stream::Position;
using stream::TopicPartition;

const TopicPartition kOne{"journal", 0}, kOther{"journal", 1};

// What the appends of one writer came to, in the order of the answers.
class Outcomes {
 public:
  stream::Appended next() {
    return [this](Result<Offset> result) {
      {
        std::lock_guard lock(mutex_);
        results_.push_back(std::move(result));
      }
      came_.notify();
    };
  }
  std::vector<Result<Offset>> wait_for(std::size_t count) {
    for (int rings = 0; rings < 1000; ++rings) {
      {
        std::lock_guard lock(mutex_);
        if (results_.size() >= count) return results_;
      }
      came_.wait_for(100ms);
    }
    ADD_FAILURE() << "no answer";
    return {};
  }

 private:
  std::mutex mutex_;
  Signal came_;
  std::vector<Result<Offset>> results_;
};

class ProducerTest : public testing::Test {
 protected:
  ProducerTest() { cluster_.options().properties["message.timeout.ms"] = "1000"; }
  std::unique_ptr<stream::Appender> appender(const TopicPartition& to) { return *appenders_.open(to); }
  std::vector<std::string> values(const TopicPartition& of, std::size_t count) {
    Signal wake;
    auto reader = *KafkaReader::start(consumers_, "", of, Position(0), wake);
    std::vector<stream::Record> records;
    for (int rings = 0; rings < 100 && records.size() < count; ++rings) {
      EXPECT_TRUE(reader->read(1000, records).ok());
      if (records.size() < count) wake.wait_for(100ms);
    }
    std::vector<std::string> values;
    for (const auto& record : records) values.push_back(record.value);
    return values;
  }

  MockCluster cluster_{{"journal"}};
  Appenders appenders_{cluster_.options()};
  SharedConsumers consumers_{cluster_.options(), kFollowing};
};

TEST_F(ProducerTest, APartitionThatCannotBeWrittenHoldsUpNoOtherAndTakesNothingFromIt) {
  Outcomes of_one, of_other;
  auto one = appender(kOne), other = appender(kOther);
  one->append({"k", "a", {}}, of_one.next());
  of_one.wait_for(1);
  cluster_.lead("journal", 0, false);
  std::vector<std::string> sent;
  one->append({"k", "lost", {}}, of_one.next());
  one->append({"k", "lost, too", {}}, of_one.next());
  const auto send = [&] {
    sent.push_back(std::to_string(sent.size()));
    other->append({"k", sent.back(), {}}, of_other.next());
  };
  send();
  EXPECT_TRUE(of_other.wait_for(1)[0].ok()) << "before the other's time is up";
  for (int i = 0; i < 50; ++i) send();
  const auto failed = of_one.wait_for(3);
  ASSERT_FALSE(failed[1].ok());
  ASSERT_FALSE(failed[2].ok());
  EXPECT_EQ(failed[2].error().disposition(), Disposition::kRefence);
  for (int i = 0; i < 50; ++i) send();
  for (const auto& result : of_other.wait_for(sent.size())) EXPECT_TRUE(result.ok());
  EXPECT_EQ(values(kOther, sent.size()), sent) << "each once, in order, also behind the other's error";

  cluster_.lead("journal", 0, true);
  one->append({"k", "not sent", {}}, of_one.next());
  EXPECT_EQ(of_one.wait_for(4)[3].error().disposition(), Disposition::kRefence);
  one.reset();
  one = appender(kOne);
  one->append({"k", "b", {}}, of_one.next());
  EXPECT_TRUE(of_one.wait_for(5)[4].ok()) << of_one.wait_for(5)[4].error().message();
  EXPECT_EQ(values(kOne, 2), (std::vector<std::string>{"a", "b"}));
}

TEST_F(ProducerTest, EachAppenderIsToldOfItsOwnRecords) {
  Outcomes of_one, of_other;
  auto one = appender(kOne), other = appender(kOther);
  for (int i = 0; i < 5; ++i) other->append({"k", "x", {}}, of_other.next());
  of_other.wait_for(5);
  one->append({"k", "x", {}}, of_one.next());
  other->append({"k", "x", {}}, of_other.next());
  EXPECT_EQ(*of_one.wait_for(1)[0], Offset(0));
  EXPECT_EQ(*of_other.wait_for(6)[5], Offset(5));
}

TEST_F(ProducerTest, AnAppenderThatIsDestroyedWaitsForNobodyAndItsSuccessorStandsBehindIt) {
  Outcomes of_old, of_new;
  appender(kOne)->append({"k", "first", {}}, of_new.next());
  auto old = appender(kOne);
  cluster_.lead("journal", 0, false);
  old->append({"k", "old", {}}, of_old.next());
  old.reset();
  const auto answered = of_old.wait_for(1);
  EXPECT_EQ(answered[0].error().disposition(), Disposition::kRefence) << "it may still arrive";
  auto young = appender(kOne);
  young->append({"k", "new", {}}, of_new.next());
  cluster_.lead("journal", 0, true);
  const auto results = of_new.wait_for(2);
  ASSERT_TRUE(results[1].ok()) << results[1].error().message();
  const auto all = values(kOne, static_cast<std::size_t>(results[1]->value()) + 1);
  EXPECT_EQ(all.back(), "new") << "what the old one left behind comes before it, or never";
}

TEST_F(ProducerTest, AProducerThatIsGivenUpEndsAllOfItsAppendersAndIsReplaced) {
  Outcomes of_one, of_other;
  auto one = appender(kOne), other = appender(kOther);
  other->append({"k", "a", {}}, of_other.next());
  EXPECT_TRUE(of_other.wait_for(1)[0].ok());
  cluster_.fail_next(MockCluster::kProduce, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
  one->append({"k", "unclear", {}}, of_one.next());
  EXPECT_EQ(of_one.wait_for(1)[0].error().disposition(), Disposition::kRefence);
  other->append({"k", "not taken", {}}, of_other.next());
  EXPECT_EQ(of_other.wait_for(2)[1].error().disposition(), Disposition::kRefence);
  auto next = appender(kOther);
  next->append({"k", "b", {}}, of_other.next());
  EXPECT_TRUE(of_other.wait_for(3)[2].ok());
  other.reset();
  one.reset();
  EXPECT_EQ(values(kOther, 2), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace leakproof::kafka
