#include "stream/hand_over.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stream/fakes/draft_fake.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::stream {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int32_t kPartitions = 3;
constexpr const char* kTopic = "lead.submissions";

// The stores of all partitions, each with its owner, around one log.
class HandOverTest : public testing::Test {
 protected:
  // A record that comes to a partition; what is processed there is kept.
  void arrive(std::int32_t partition, std::int64_t offset, const std::string& value, std::vector<Header> headers = {}) {
    const Record record{Offset(offset), Instant(), "", value, std::move(headers)};
    if (!is_handed_over({kTopic, record, "demo", "source crm"}, kPartitions, drafts_[partition]))
      taken_.push_back(value);
  }
  // Makes the call of the partition, and settles its outcome.
  void call(std::int32_t partition) {
    auto& outbox = drafts_[partition].outbox;
    ASSERT_EQ(outbox.size(), 1u) << "one at a time";
    const auto entry = outbox.begin()->second;
    outbox.clear();
    const auto result = send(entry);
    OutboxOutcome outcome{result.state == AttemptResult::State::kDelivered ? OutboxOutcome::State::kDelivered
                                                                           : OutboxOutcome::State::kFailed,
                          result.detail};
    ASSERT_TRUE(on_handed_over(entry, outcome, drafts_[partition]).ok());
  }
  AttemptResult send(const journal::v1::OutboxEntry& entry) {
    AttemptResult result{};
    sender_.send(entry, [&](AttemptResult one) { result = std::move(one); });
    return result;
  }
  // What the log holds at home comes to its owner.
  void read_at_home() {
    for (const auto& record : log_.records({kTopic, home_})) {
      if (record.offset.value() < read_) continue;
      read_ = record.offset.value() + 1;
      arrive(home_, record.offset.value(), record.value, record.headers);
    }
  }
  const std::int32_t home_ = partition_of("demo", kPartitions), wrong_ = (home_ + 1) % kPartitions;
  MemoryLog log_{kPartitions};
  HandOverSender sender_{log_};
  std::int64_t read_ = 0;
  DraftFake drafts_[kPartitions] = {DraftFake(Instant(), 0), DraftFake(Instant(), 1), DraftFake(Instant(), 2)};
  std::vector<std::string> taken_;
};

TEST_F(HandOverTest, WhatIsAtHomeIsProcessedThere) {
  arrive(home_, 0, "a");
  EXPECT_THAT(taken_, ElementsAre("a"));
  EXPECT_TRUE(drafts_[home_].outbox.empty());
}
TEST_F(HandOverTest, WhatIsNotComesHomeOnceAndInItsOrder) {
  for (const char* value : {"a", "b", "c"}) arrive(wrong_, value[0], value);
  EXPECT_THAT(taken_, IsEmpty());
  for (int i = 0; i < 3; ++i) call(wrong_);
  EXPECT_TRUE(drafts_[wrong_].outbox.empty());
  read_at_home();
  EXPECT_THAT(taken_, ElementsAre("a", "b", "c"));
  arrive(wrong_, 200, "d");
  call(wrong_);
  read_at_home();
  EXPECT_THAT(taken_, ElementsAre("a", "b", "c", "d"));
}
TEST_F(HandOverTest, ACallThatIsMadeTwiceHasOneEffect) {
  arrive(wrong_, 0, "a");
  arrive(wrong_, 1, "b");
  const auto first = drafts_[wrong_].outbox.begin()->second;
  send(first);  // and its owner dies before it knows
  call(wrong_);
  call(wrong_);
  send(first);  // by an owner who does not know yet that another one has taken over
  read_at_home();
  EXPECT_EQ(log_.records({kTopic, home_}).size(), 4u);
  EXPECT_THAT(taken_, ElementsAre("a", "b"));
}
TEST_F(HandOverTest, EachOriginIsCountedByItself) {
  const std::int32_t other = (home_ + 2) % kPartitions;
  arrive(wrong_, 7, "a");
  arrive(other, 3, "b");
  call(wrong_);
  call(other);
  read_at_home();
  EXPECT_THAT(taken_, ElementsAre("a", "b"));
}
TEST_F(HandOverTest, WhatTheLogDoesNotTakeIsADeadLetterAndTheNextGoesOut) {
  arrive(wrong_, 0, "too large");
  arrive(wrong_, 1, "b");
  const auto refused = drafts_[wrong_].outbox.begin()->second;
  drafts_[wrong_].outbox.clear();
  ASSERT_TRUE(on_handed_over(refused, {OutboxOutcome::State::kFailed, "it is too large"}, drafts_[wrong_]).ok());
  const auto events = drafts_[wrong_].take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].workspace_id(), "demo");
  EXPECT_EQ(events[0].dead_letter().value(), "too large");
  EXPECT_THAT(events[0].dead_letter().reason(), testing::HasSubstr("source crm chose partition"));
  call(wrong_);
  read_at_home();
  EXPECT_THAT(taken_, ElementsAre("b"));
}
TEST_F(HandOverTest, AHeaderThatIsNotOursMeansNothing) {
  arrive(home_, 0, "a", {{"leakproof-handed-over", "nonsense"}});
  arrive(home_, 1, "b", {{"leakproof-handed-over", "1/x"}});
  EXPECT_THAT(taken_, ElementsAre("a", "b"));
}
TEST_F(HandOverTest, ADamagedCallFails) {
  journal::v1::OutboxEntry entry;
  entry.set_payload("\xff");
  EXPECT_EQ(send(entry).state, AttemptResult::State::kFailed);
  EXPECT_FALSE(on_handed_over(entry, {OutboxOutcome::State::kFailed, ""}, drafts_[0]).ok());
}

}  // namespace
}  // namespace leakproof::stream
