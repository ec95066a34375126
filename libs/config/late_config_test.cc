#include "config/late_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/manual_clock.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::config {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LateConfigTest : public ::testing::Test {
 protected:
  // Somebody who did not find their workspace asks; told what is known of it when the answer comes.
  void ask(const std::string& workspace) {
    late_.when_current(workspace, [this, workspace](Status status) {
      const bool found = directory_.find(workspace) != nullptr;
      answers_.push_back(workspace + (!status.ok() ? " nobody knows" : found ? " is there" : " is not there"));
    });
  }
  void apply_elsewhere(const std::string& workspace) {
    lead::v1::ConfigCommand command;
    command.set_request_id("r");
    command.set_workspace_id(workspace);
    command.set_yaml("workspace: " + workspace +
                     "\nzone: UTC\nmembers: [{id: a, name: A}]\npools: [{id: p, members: [a]}]\n"
                     "fallback: {pool: p}\n");
    log_.push({"workspace.config", stream::partition_of(workspace, 2)}, {workspace, command.SerializeAsString(), {}});
  }
  void follow() {
    ASSERT_TRUE(follower_->step().ok());
    late_.settle();
  }
  ManualClock clock_{Instant()};
  stream::MemoryLog log_{2};
  Directory directory_;
  std::unique_ptr<ConfigFollower> follower_ = *ConfigFollower::open(log_, directory_);
  std::vector<std::string> answers_;
  LateConfig late_{log_, *follower_, clock_};
};

TEST_F(LateConfigTest, AConfigurationThatIsAcknowledgedIsKnownHere) {
  apply_elsewhere("demo");
  ask("demo");
  late_.step();
  EXPECT_THAT(answers_, IsEmpty()) << "it has not come here yet";
  follow();
  EXPECT_THAT(answers_, ElementsAre("demo is there"));
}
TEST_F(LateConfigTest, WhatWasNeverAppliedIsKnownToBeAbsentAtOnce) {
  ask("demo");
  late_.step();
  EXPECT_THAT(answers_, ElementsAre("demo is not there"));
}
TEST_F(LateConfigTest, WhoComesLaterIsAskedForAgain) {
  ask("demo");
  late_.step();
  apply_elsewhere("demo");
  ask("demo");
  late_.step();
  EXPECT_THAT(answers_, ElementsAre("demo is not there"));
  follow();
  EXPECT_THAT(answers_, ElementsAre("demo is not there", "demo is there"));
}
TEST_F(LateConfigTest, WhenItTakesTooLongNobodyKnows) {
  apply_elsewhere("demo");
  ask("demo");
  late_.step();
  clock_.advance(std::chrono::seconds(2));
  late_.settle();
  EXPECT_THAT(answers_, ElementsAre("demo nobody knows"));
  follow();
  EXPECT_EQ(answers_.size(), 1u) << "each is told once";
}

}  // namespace
}  // namespace leakproof::config
