#include "stream/outbox.h"

#include <gtest/gtest.h>

#include "stream/fakes/memory_store.h"
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
TEST(Outbox, ItGivesUpAfterTheLastDelay) {
  for (int attempts = 1; attempts <= 9; ++attempts) EXPECT_TRUE(retry_delay(attempts));
  EXPECT_FALSE(retry_delay(10));
}

}  // namespace
}  // namespace leakproof::stream
