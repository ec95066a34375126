#include "api/workspaces.h"

#include <gtest/gtest.h>

#include <future>

#include "api/fakes/world_fake.h"
#include "config/late_config.h"

namespace leakproof::api {
namespace {

// A process that has not heard yet of what another one acknowledged.
struct WorkspacesTest : testing::Test {
  WorkspacesTest() { ports.late_config = &late; }
  void apply_elsewhere(const std::string& workspace) { stream::push_config(log, workspace, "{id: api, kind: json}"); }
  std::future<FoundWorkspace> look_for(const std::string& workspace, const std::string& source) {
    auto found = std::async(std::launch::async, [this, workspace, source] {
      return find_workspace(ports, workspace, [&](const auto& entry) { return entry.source(source) != nullptr; });
    });
    late.wake().wait_for(std::chrono::minutes(1));
    late.step();
    return found;
  }
  WorldFake world;
  stream::MemoryLog log;
  std::unique_ptr<config::ConfigFollower> follower = *config::ConfigFollower::open(log, world.stages.configs);
  config::LateConfig late{log, *follower, world.clock};
  ApiPorts ports = world.ports;
};

TEST_F(WorkspacesTest, WhatIsKnownIsFoundAtOnce) { EXPECT_NE(find_workspace(ports, "demo").entry, nullptr); }
TEST_F(WorkspacesTest, WhatWasNeverAppliedIsNotFound) {
  EXPECT_EQ(look_for("none", "api").get().missing.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_NE(look_for("demo", "none").get().entry, nullptr) << "the caller says what it misses";
}
TEST_F(WorkspacesTest, WhatIsOnItsWayIsWaitedFor) {
  apply_elsewhere("new");
  auto found = look_for("new", "api");
  ASSERT_TRUE(follower->step().ok());
  late.settle();
  EXPECT_NE(found.get().entry, nullptr);
}
TEST_F(WorkspacesTest, WhenNobodyCanSayTheCallerTriesAgain) {
  apply_elsewhere("slow");
  auto found = look_for("slow", "api");
  world.clock.advance(std::chrono::seconds(2));
  late.settle();
  EXPECT_EQ(found.get().missing.error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace leakproof::api
