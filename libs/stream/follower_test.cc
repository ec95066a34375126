#include "stream/follower.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/signal.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::stream {
namespace {

class FollowerTest : public ::testing::Test {
 protected:
  void fence() {
    journal::v1::Record record;
    record.mutable_fence()->set_owner_id("o");
    epoch_ = log_.push({"s.journal", 0}, {"k", record.SerializeAsString(), {}}).value();
    seq_ = 0;
  }
  void event(const std::string& command_id, const std::string& lead_id, std::int64_t epoch) {
    journal::v1::Record record;
    record.mutable_effect()->set_epoch(epoch);
    record.mutable_effect()->set_seq(++seq_);
    auto* event = record.mutable_effect()->add_events();
    event->set_command_id(command_id);
    event->set_lead_id(lead_id);
    log_.push({"s.journal", 0}, {"k", record.SerializeAsString(), {}});
  }
  static bool any(const lead::v1::Event&) { return true; }

  MemoryLog log_;
  Signal wake_;
  std::int64_t epoch_ = 0, seq_ = 0;
};

TEST_F(FollowerTest, AnswersTheOneWhoWaits) {
  fence();
  Follower follower(log_, {"s"}, wake_);
  ASSERT_TRUE(follower.start().ok());
  auto mine = follower.expect("s", "c1", any);
  auto picky = follower.expect("s", "c1", [](auto& e) { return e.lead_id() == "l2"; });
  auto other = follower.expect("s", "c2", any);
  event("c1", "l1", epoch_);
  event("c1", "l2", epoch_);
  ASSERT_TRUE(*follower.step());
  EXPECT_EQ(mine->wait(Duration::zero())->lead_id(), "l1");
  EXPECT_EQ(picky->wait(Duration::zero())->lead_id(), "l2");
  EXPECT_FALSE(other->wait(Duration::zero()));
}
TEST_F(FollowerTest, AStaleEffectAnswersNobody) {
  fence();
  const auto stale = epoch_;
  Follower follower(log_, {"s"}, wake_);
  ASSERT_TRUE(follower.start().ok());
  auto ticket = follower.expect("s", "c", any);
  fence();
  event("c", "l", stale);
  ASSERT_TRUE(*follower.step());
  EXPECT_FALSE(ticket->wait(Duration::zero()));
}

}  // namespace
}  // namespace leakproof::stream
