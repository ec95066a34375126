#include "stream/append_sender.h"

#include <gtest/gtest.h>

#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::stream {
namespace {

// A log of which only inputs() is used; each append ends as told.
struct InputsFake final : Log, InputWriter {
  Result<Offset> outcome = Offset(0);
  std::vector<std::pair<TopicPartition, NewRecord>> appended;

  void append(const TopicPartition& to, NewRecord record, Appended done) override {
    appended.emplace_back(to, std::move(record));
    done(outcome);
  }
  std::int32_t partitions() const override { return 12; }
  InputWriter& inputs() override { return *this; }
  Result<std::unique_ptr<Appender>> appender(const TopicPartition&) override { return refuse("inputs only"); }
  Result<std::unique_ptr<Reader>> reader(const TopicPartition&, Position, Signal&) override {
    return refuse("inputs only");
  }
  Result<Position> begin(const TopicPartition&) override { return refuse("inputs only"); }
  Result<Position> end(const TopicPartition&) override { return refuse("inputs only"); }
};

journal::v1::OutboxEntry hand_back() {
  lead::v1::Activity activity;
  activity.set_activity_id("hb_1");
  activity.set_workspace_id("demo");
  activity.set_lead_id("a");
  activity.mutable_hand_back()->set_reason("goal");
  journal::v1::OutboxEntry entry;
  entry.set_payload(activity.SerializeAsString());
  return entry;
}
AttemptResult performed(InputsFake& log, const journal::v1::OutboxEntry& entry) {
  std::vector<AttemptResult> attempts;
  AppendSender(log).send(entry, [&](AttemptResult attempt) { attempts.push_back(attempt); });
  EXPECT_EQ(attempts.size(), 1u);
  return attempts.at(0);
}

TEST(AppendSender, AppendsTheActivityWhereItsWorkspaceLives) {
  InputsFake log;
  EXPECT_EQ(performed(log, hand_back()).state, AttemptResult::State::kDelivered);
  ASSERT_EQ(log.appended.size(), 1u);
  EXPECT_EQ(log.appended[0].first, (TopicPartition{"sales.activities", partition_of("demo", 12)}));
  EXPECT_EQ(log.appended[0].second.key, "demo");
  EXPECT_EQ(log.appended[0].second.value, hand_back().payload());
}
TEST(AppendSender, TriesAgainUnlessTheLogRefuses) {
  InputsFake log;
  const std::pair<Error, AttemptResult::State> rows[] = {{retry("down"), AttemptResult::State::kTryAgain},
                                                         {refence("who knows"), AttemptResult::State::kTryAgain},
                                                         {fatal("gone"), AttemptResult::State::kTryAgain},
                                                         {refuse("too large"), AttemptResult::State::kFailed}};
  for (const auto& [error, state] : rows) {
    log.outcome = error;
    EXPECT_EQ(performed(log, hand_back()).state, state) << error.message();
  }
}
TEST(AppendSender, AConfigurationGoesWhereItsWorkspaceLives) {
  InputsFake log;
  lead::v1::ConfigCommand command;
  command.set_workspace_id("demo");
  command.set_yaml("workspace: demo");
  journal::v1::OutboxEntry entry;
  std::vector<AttemptResult> attempts;
  const auto send = [&] { ConfigAppendSender(log).send(entry, [&](AttemptResult one) { attempts.push_back(one); }); };
  send();
  EXPECT_EQ(attempts.back().state, AttemptResult::State::kFailed) << "no configuration";
  entry.set_payload(command.SerializeAsString());
  send();
  EXPECT_EQ(attempts.back().state, AttemptResult::State::kDelivered);
  ASSERT_EQ(log.appended.size(), 1u);
  EXPECT_EQ(log.appended[0].first, (TopicPartition{"workspace.config", partition_of("demo", 12)}));
  EXPECT_EQ(log.appended[0].second.value, entry.payload());
}
TEST(AppendSender, WhatIsNoActivityFails) {
  InputsFake log;
  EXPECT_EQ(performed(log, {}).state, AttemptResult::State::kFailed);
  EXPECT_TRUE(log.appended.empty());
}

}  // namespace
}  // namespace leakproof::stream
