#include "stream/outbox.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "stream/fakes/memory_store.h"
#include "stream/limits.h"
#include "stream/store_layout.h"

namespace leakproof::stream {
namespace {

class Held final : public Performer {
 public:
  void perform(const journal::v1::OutboxEntry&, std::function<void(Attempt)> done) override { held.push_back(std::move(done)); }
  std::vector<std::function<void(Attempt)>> held;
};
journal::v1::OutboxEntry entry(const std::string& id, const std::string& channel = "held") {
  journal::v1::OutboxEntry made;
  made.set_id(id), made.set_channel(channel);
  return made;
}

TEST(Outbox, AnAnswerAfterItIsGoneIsHarmless) {
  Held performer;
  Channels channels{{"held", &performer}};
  Signal wake;
  {
    Outbox outbox(channels, wake);
    outbox.offer(entry("a"), false);
    outbox.start_due(Instant(), 10);
  }
  performer.held.at(0)({Attempt::State::kDelivered, "", {}});
}
TEST(Outbox, AnAnswerToAWithdrawnCallIsIgnored) {
  Held performer;
  Channels channels{{"held", &performer}};
  Signal wake;
  Outbox outbox(channels, wake);
  outbox.offer(entry("a"), false);
  outbox.start_due(Instant(), 10);
  outbox.removed("a");
  performer.held.at(0)({Attempt::State::kDelivered, "", {}});
  EXPECT_TRUE(outbox.take_finished(Instant(), 10).empty());
}
TEST(Outbox, AnOutcomeIsGivenOnceAndAgainOnlyAfterAReload) {
  Held performer;
  Channels channels{{"held", &performer}};
  Signal wake;
  Outbox outbox(channels, wake);
  outbox.offer(entry("a"), false);
  outbox.start_due(Instant(), 10);
  performer.held.at(0)({Attempt::State::kDelivered, "", {}});
  EXPECT_EQ(outbox.take_finished(Instant(), 10).size(), 1u);
  EXPECT_TRUE(outbox.take_finished(Instant(), 10).empty()) << "an effect carries it";
  MemoryStore store;
  EXPECT_TRUE(store.apply({{outbox_key("a"), entry("a").SerializeAsString()}}).ok());
  EXPECT_TRUE(outbox.reload(store).ok());
  EXPECT_EQ(outbox.take_finished(Instant(), 10).size(), 1u) << "that effect is lost";
  EXPECT_EQ(performer.held.size(), 1u) << "and no call is made for it";
}
TEST(Outbox, AnUnknownChannelFailsInWords) {
  Channels channels;
  Signal wake;
  Outbox outbox(channels, wake);
  outbox.offer(entry("a", "pigeon"), false);
  outbox.start_due(Instant(), 10);
  auto finished = outbox.take_finished(Instant(), 10);
  ASSERT_EQ(finished.size(), 1u);
  EXPECT_NE(finished[0].outcome.detail.find("pigeon"), std::string::npos);
}
TEST(Outbox, TheReceiversWishToWaitIsHeard) {
  Held performer;
  Channels channels{{"held", &performer}};
  Signal wake;
  Outbox outbox(channels, wake);
  outbox.offer(entry("a"), false);
  outbox.start_due(Instant(), 10);
  performer.held.at(0)({Attempt::State::kTryAgain, "429", std::chrono::minutes(7)});
  outbox.start_due(Instant(), 10);
  EXPECT_EQ(outbox.next_due(), Instant() + std::chrono::minutes(7));
}
TEST(Outbox, AWishToWaitForDaysIsHeardForAnHour) {
  Held performer;
  Channels channels{{"held", &performer}};
  Signal wake;
  Outbox outbox(channels, wake);
  outbox.offer(entry("a"), false);
  outbox.start_due(Instant(), 10);
  performer.held.at(0)({Attempt::State::kTryAgain, "503", std::chrono::hours(72)});
  outbox.start_due(Instant(), 10);
  EXPECT_EQ(outbox.next_due(), Instant() + std::chrono::hours(1));
}
// A performer whose receiver is the entry's payload.
class Answering final : public Performer {
 public:
  std::string receiver(const journal::v1::OutboxEntry& entry) const override { return entry.payload(); }
  void perform(const journal::v1::OutboxEntry& entry, std::function<void(Attempt)> done) override {
    calls.push_back(entry.payload());
    if (entry.payload() != "hangs")
      done({entry.payload() == "down" && !up ? Attempt::State::kTryAgain : Attempt::State::kDelivered, "", wish});
  }
  std::vector<std::string> calls;
  bool up = false;
  std::optional<Duration> wish;
};
class OutboxReceivers : public testing::Test {
 protected:
  void offer(int count, const std::string& receiver) {
    for (int i = 0; i < count; ++i) {
      auto made = entry(receiver + std::to_string(i), "to");
      made.set_payload(receiver);
      outbox_.offer(made, false);
    }
  }
  // How many calls to it the outbox makes, being asked again and again until `at`.
  long calls(const std::string& receiver, Duration at = {}) {
    performer_.calls.clear();
    for (int i = 0; i < 50; ++i) outbox_.start_due(Instant() + at, 10);
    return std::ranges::count(performer_.calls, receiver);
  }
  Answering performer_;
  Channels channels_{{"to", &performer_}};
  Signal wake_;
  Outbox outbox_{channels_, wake_};
};
TEST_F(OutboxReceivers, OneThatHangsDelaysNobodyElse) {
  offer(200, "hangs"), offer(20, "prompt");  // by their ids those of the one that hangs come first
  EXPECT_EQ(calls("prompt"), 20);
  EXPECT_EQ(std::ranges::count(performer_.calls, "hangs"), limits::kReceiverPerformingMax);
}
TEST_F(OutboxReceivers, OneThatIsDownIsAskedNowAndThenByOneCall) {
  offer(200, "down");
  const auto before = calls("down");
  EXPECT_LT(before, limits::kReceiverFailuresMax + limits::kReceiverPerformingMax);
  EXPECT_EQ(calls("down"), 0);
  EXPECT_EQ(outbox_.next_due(), Instant() + limits::kReceiverPause);
  EXPECT_EQ(calls("down", limits::kReceiverPause), 1);
  EXPECT_EQ(calls("down", 2 * limits::kReceiverPause), 1);
}
TEST_F(OutboxReceivers, OnceItAnswersAllOfThemGo) {
  offer(20, "down");
  calls("down");
  performer_.up = true;
  EXPECT_EQ(calls("down", limits::kReceiverPause), 20);
  EXPECT_EQ(outbox_.take_finished(Instant(), 100).size(), 20u);
}
TEST_F(OutboxReceivers, AWishToWaitIsForTheReceiverNotForOneCall) {
  offer(200, "down");
  performer_.wish = std::chrono::minutes(7);
  const auto before = calls("down");
  EXPECT_LE(before, limits::kReceiverPerformingMax + 2);
  EXPECT_EQ(calls("down", std::chrono::minutes(6)), 0);
  EXPECT_GE(calls("down", std::chrono::minutes(7)), 1);
}
TEST(Outbox, ItGivesUpAfterTheLastDelay) {
  for (int attempts = 1; attempts <= 9; ++attempts) EXPECT_TRUE(retry_delay(attempts));
  EXPECT_FALSE(retry_delay(10));
}

}  // namespace
}  // namespace leakproof::stream
