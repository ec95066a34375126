#include "stream/outbox.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/signal.h"
#include "stream/fakes/memory_store.h"
#include "stream/limits.h"
#include "stream/store_layout.h"

namespace leakproof::stream {
namespace {

class Held final : public OutboxSender {
 public:
  std::string receiver(const journal::v1::OutboxEntry&) const override { return "server"; }
  void send(const journal::v1::OutboxEntry&, std::function<void(AttemptResult)> done) override {
    held.push_back(std::move(done));
  }
  std::vector<std::function<void(AttemptResult)>> held;
};
journal::v1::OutboxEntry entry(const std::string& id, const std::string& channel = "held") {
  journal::v1::OutboxEntry made;
  made.set_id(id);
  made.set_channel(channel);
  return made;
}

// An outbox with one call, "a", that waits for the test's answer.
class OutboxTest : public testing::Test {
 protected:
  void begin() {
    outbox_->on_added(entry("a"), false, Instant());
    outbox_->start_due(Instant(), 10);
  }
  void answer(AttemptResult attempt) { sender_.held.at(0)(std::move(attempt)); }
  std::size_t finished() { return outbox_->take_finished(Instant(), 10).size(); }
  Held sender_;
  Channels channels_{{"held", &sender_}};
  Signal wake_;
  std::optional<Outbox> outbox_{std::in_place, channels_, wake_};
};
const AttemptResult kDelivered{AttemptResult::State::kDelivered, "", {}};

TEST_F(OutboxTest, AnAnswerAfterItIsGoneIsHarmless) {
  begin();
  outbox_.reset();
  answer(kDelivered);
}
TEST_F(OutboxTest, AnAnswerToAWithdrawnCallIsIgnored) {
  begin();
  outbox_->on_removed("a");
  answer(kDelivered);
  EXPECT_EQ(finished(), 0u);
}
// What a call is withdrawn for may be an opt-out: no further attempt, and the truth of the one under way.
TEST_F(OutboxTest, OfAWithdrawnCallThatIsMadeAtMostOnceTheOutcomeIsTold) {
  auto once = entry("a");
  once.set_at_most_once(true);
  outbox_->on_added(once, false, Instant());
  EXPECT_TRUE(outbox_->withdraw("a")) << "nothing has begun";
  ASSERT_EQ(outbox_->start_due(Instant(), 10).size(), 1u);
  EXPECT_TRUE(outbox_->withdraw("a")) << "it is only being marked";
  outbox_->on_marked("a");
  outbox_->start_due(Instant(), 10);
  ASSERT_EQ(sender_.held.size(), 1u);
  EXPECT_FALSE(outbox_->withdraw("a"));
  answer({AttemptResult::State::kTryAgain, "451", {}});
  const auto told = outbox_->take_finished(Instant(), 10);
  ASSERT_EQ(told.size(), 1u) << "it is not tried again";
  EXPECT_EQ(told[0].outcome.state, OutboxOutcome::State::kFailed);
  EXPECT_FALSE(outbox_->withdraw("a")) << "the outcome is on its way";
}
TEST_F(OutboxTest, ACallThatMayBeRepeatedIsWithdrawnAtAnyTime) {
  begin();
  EXPECT_TRUE(outbox_->withdraw("a"));
}
TEST_F(OutboxTest, TheOutcomeSaysThatTheRecipientIsGone) {
  begin();
  answer({AttemptResult::State::kFailed, "550 5.1.1", {}, false, false, true});
  EXPECT_TRUE(outbox_->take_finished(Instant(), 10).at(0).outcome.recipient_gone);
}
TEST_F(OutboxTest, AReceiverThatRefusesUsIsDownAtOnce) {
  begin();
  answer({AttemptResult::State::kTryAgain, "530", {}, false, true});
  EXPECT_EQ(finished(), 0u);
  const auto changes = outbox_->take_receiver_changes();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].change, CircuitChange::kOpened);
  EXPECT_EQ(changes[0].detail, "530");
}
TEST_F(OutboxTest, AnOutcomeIsGivenOnceAndAgainOnlyAfterAReload) {
  begin();
  answer(kDelivered);
  EXPECT_EQ(finished(), 1u);
  EXPECT_EQ(finished(), 0u) << "an effect carries it";
  MemoryStore store;
  EXPECT_TRUE(store.apply({{outbox_key("a"), entry("a").SerializeAsString()}}).ok());
  EXPECT_TRUE(outbox_->reload(store, Instant()).ok());
  EXPECT_EQ(finished(), 1u) << "that effect is lost";
  EXPECT_EQ(sender_.held.size(), 1u) << "and no call is made for it";
}
TEST_F(OutboxTest, AMarkerIsLeaveForOneAttempt) {
  auto once = entry("a");
  once.set_at_most_once(true);
  outbox_->on_added(once, false, Instant());
  const std::vector<std::string> a = {"a"};
  EXPECT_EQ(outbox_->start_due(Instant(), 10), a);
  outbox_->on_marked("a");
  EXPECT_TRUE(outbox_->start_due(Instant(), 10).empty());
  answer({AttemptResult::State::kTryAgain, "", {}});
  EXPECT_TRUE(outbox_->start_due(Instant(), 10).empty()) << "five seconds later";
  EXPECT_EQ(outbox_->start_due(Instant() + std::chrono::seconds(5), 10), a)
      << "the next attempt needs a marker of its own";
  EXPECT_EQ(outbox_->take_attempts_to_take_back(), a);
  EXPECT_TRUE(outbox_->take_attempts_to_take_back().empty());
  EXPECT_EQ(sender_.held.size(), 1u);
}
TEST_F(OutboxTest, AnUnknownChannelFailsInWords) {
  outbox_->on_added(entry("a", "pigeon"), false, Instant());
  outbox_->start_due(Instant(), 10);
  auto finished = outbox_->take_finished(Instant(), 10);
  ASSERT_EQ(finished.size(), 1u);
  EXPECT_NE(finished[0].outcome.detail.find("pigeon"), std::string::npos);
}
TEST_F(OutboxTest, TheReceiversWishToWaitIsHeardForAnHour) {
  for (const auto& [wish, heard] : {std::pair{7, 7}, std::pair{72 * 60, 60}}) {
    outbox_.emplace(channels_, wake_);
    sender_.held.clear();
    begin();
    answer({AttemptResult::State::kTryAgain, "429", std::chrono::minutes(wish)});
    outbox_->start_due(Instant(), 10);
    EXPECT_EQ(outbox_->next_due(), Instant() + std::chrono::minutes(heard));
  }
}

// A sender whose receiver is the entry's payload.
class Answering final : public OutboxSender {
 public:
  std::string receiver(const journal::v1::OutboxEntry& entry) const override { return entry.payload(); }
  void send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) override {
    calls.push_back(entry.payload());
    if (entry.payload() != "hangs")
      done({entry.payload() == "down" && !up ? AttemptResult::State::kTryAgain : AttemptResult::State::kDelivered, "",
            wish, of_this_call_alone});
  }
  std::vector<std::string> calls;
  bool up = false, of_this_call_alone = false;
  std::optional<Duration> wish;
};
class OutboxReceivers : public testing::Test {
 protected:
  void offer(int count, const std::string& receiver) {
    for (int i = 0; i < count; ++i) {
      auto made = entry(receiver + std::to_string(i), "to");
      made.set_payload(receiver);
      made.set_enqueued_micros(1);
      outbox_.on_added(made, false, Instant());
    }
  }
  // How many calls to it the outbox makes, being asked again and again until `at`.
  long calls(const std::string& receiver, Duration at = {}) {
    sender_.calls.clear();
    for (int i = 0; i < 50; ++i) outbox_.start_due(Instant() + at, 10);
    return std::ranges::count(sender_.calls, receiver);
  }
  Answering sender_;
  Channels channels_{{"to", &sender_}};
  Signal wake_;
  Outbox outbox_{channels_, wake_};
};
TEST_F(OutboxReceivers, OneThatHangsDelaysNobodyElse) {
  offer(200, "hangs");  // by their ids those of the one that hangs come first
  offer(20, "prompt");
  EXPECT_EQ(calls("prompt"), 20);
  EXPECT_EQ(std::ranges::count(sender_.calls, "hangs"), limits::kReceiverInFlightMax);
}
TEST_F(OutboxReceivers, OneThatIsDownIsAskedNowAndThenByOneCall) {
  offer(200, "down");
  const auto before = calls("down");
  EXPECT_LT(before, limits::kCircuitOpensAfter + limits::kReceiverInFlightMax);
  EXPECT_EQ(calls("down"), 0);
  EXPECT_EQ(outbox_.next_due(), Instant() + limits::kTrialCallEvery);
  EXPECT_EQ(calls("down", limits::kTrialCallEvery), 1);
  EXPECT_EQ(calls("down", 2 * limits::kTrialCallEvery), 1);
}
TEST_F(OutboxReceivers, OnceItAnswersAllOfThemGo) {
  offer(20, "down");
  calls("down");
  sender_.up = true;
  EXPECT_EQ(calls("down", limits::kTrialCallEvery), 20);
  EXPECT_EQ(outbox_.take_finished(Instant(), 100).size(), 20u);
}
TEST_F(OutboxReceivers, WhoGoesDownAndComesBackIsToldOnce) {
  offer(20, "down");
  calls("down");
  calls("down", limits::kTrialCallEvery);
  auto changes = outbox_.take_receiver_changes();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].receiver, "to down");
  EXPECT_EQ(changes[0].change, CircuitChange::kOpened);
  sender_.up = true;
  calls("down", 2 * limits::kTrialCallEvery);
  changes = outbox_.take_receiver_changes();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].change, CircuitChange::kClosed);
}
TEST_F(OutboxReceivers, AWishToWaitIsForTheReceiverNotForOneCall) {
  offer(200, "down");
  sender_.wish = std::chrono::minutes(7);
  const auto before = calls("down");
  EXPECT_LE(before, limits::kReceiverInFlightMax + 2);
  EXPECT_EQ(calls("down", std::chrono::minutes(6)), 0);
  EXPECT_GE(calls("down", std::chrono::minutes(7)), 1);
}
TEST_F(OutboxReceivers, WhatIsTooOldForOneThatIsDownEndsWithoutACallOfItsOwn) {
  offer(200, "down");
  calls("down");
  const Duration days = std::chrono::hours(76);
  offer(1, "prompt");
  EXPECT_EQ(calls("down", days), 1);
  EXPECT_EQ(outbox_.take_finished(Instant() + days, 1000).size(), 200u + 1u);
}
TEST(Outbox, RetriesFollowTheAgeOfAnEntry) {
  using namespace std::chrono_literals;
  EXPECT_EQ(retry_delay(0s), 5s);
  EXPECT_EQ(retry_delay(5s), 5min);
  EXPECT_EQ(retry_delay(5min), 5s) << "the second attempt took long: the third is due, and never at once";
  EXPECT_EQ(retry_delay(1h), 95min + 5s);
  EXPECT_EQ(retry_delay(75h), 35min + 5s);
  EXPECT_EQ(retry_delay(75h + 35min + 5s), std::nullopt);
}
TEST(Outbox, ARestartNeitherBeginsAnewNorForgets) {
  Answering sender;
  Channels channels{{"to", &sender}};
  Signal wake;
  MemoryStore store;
  auto made = entry("a", "to");
  made.set_payload("down");
  made.set_enqueued_micros(1);
  ASSERT_TRUE(store.apply({{outbox_key("a"), made.SerializeAsString()}}).ok());
  const auto due_after = [&](Instant now) {
    Outbox outbox(channels, wake);
    EXPECT_TRUE(outbox.reload(store, now).ok());
    outbox.start_due(now, 10);
    outbox.start_due(now, 10);
    return outbox.take_finished(now, 10).empty() ? Duration(outbox.next_due() - now) : Duration::zero();
  };
  EXPECT_EQ(due_after(Instant()), std::chrono::seconds(5));
  EXPECT_GT(due_after(Instant() + std::chrono::hours(10)), std::chrono::hours(7));
  EXPECT_EQ(due_after(Instant() + std::chrono::hours(100)), Duration::zero()) << "tried once more, and given up";
  EXPECT_EQ(sender.calls.size(), 3u);
}
TEST_F(OutboxReceivers, WhoRefusesOneCallStillTakesOthers) {
  sender_.of_this_call_alone = true;
  offer(200, "down");
  EXPECT_EQ(calls("down"), 200);
}
TEST_F(OutboxReceivers, TheOldestWithoutAnOutcomeIsKnown) {
  EXPECT_EQ(outbox_.oldest_enqueued(), std::nullopt);
  auto made = entry("old", "to");
  made.set_enqueued_micros(7);
  outbox_.on_added(made, false, Instant());
  made = entry("older", "to");
  made.set_enqueued_micros(5);
  outbox_.on_added(made, false, Instant());
  EXPECT_EQ(outbox_.oldest_enqueued(), instant_from_micros(5));
  outbox_.on_removed("older");
  EXPECT_EQ(outbox_.oldest_enqueued(), instant_from_micros(7));
}
TEST_F(OutboxReceivers, NobodyIsWokenForWhatHasNoPlace) {
  offer(20, "hangs");
  calls("hangs");
  EXPECT_EQ(outbox_.next_due(), Instant::max());
}

}  // namespace
}  // namespace leakproof::stream
