#include "process/remote_states.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "net/grpc_server.h"
#include "process/owner_announcer.h"
#include "process/state_service.h"
#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/state_key.h"

namespace leakproof::process {
namespace {

using stream::state_key;

// A process that owns the router's only partition when it is told to.
struct Neighbour {
  Neighbour(stream::MemoryLog& log) : announcer(log, states) {
    server = *net::GrpcServer::start({}, {&service});
    spec.stage = "router";
    spec.owner_address = "127.0.0.1:" + std::to_string(server->port());
  }
  void own(std::int64_t epoch, const std::string& value) {
    journal::v1::StorePosition position;
    position.mutable_reader()->set_epoch(epoch);
    std::vector<stream::Change> changes = {{stream::kPositionKey, position.SerializeAsString()}};
    for (auto id : {"a", "b", "c"}) changes.push_back({stream::value_key(state_key("w", "x", {id})), value + id});
    EXPECT_TRUE(store.apply(changes).ok());
    announcer.publish(spec, store);
  }
  stream::LocalStates states{1};
  stream::MemoryStore store;
  OwnerAnnouncer announcer;
  app::FileSecrets secrets{testing::TempDir() + "/remote_states"};
  StateService service{states, secrets};
  std::unique_ptr<net::GrpcServer> server;
  stream::TaskSpec spec;
};

class RemoteStatesTest : public testing::Test {
 protected:
  Result<std::optional<std::string>> read(const std::string& id) {
    EXPECT_TRUE(owners_->step().ok());
    return remote_.get("router", "w", state_key("w", "x", {id}));
  }
  stream::MemoryLog log_{1, true};
  std::unique_ptr<OwnerDirectory> owners_ = *OwnerDirectory::open(log_);
  stream::LocalStates here_{1};
  app::FileSecrets secrets_{testing::TempDir() + "/remote_states"};
  RemoteStates remote_{here_, *owners_, secrets_, grpc::InsecureChannelCredentials()};
};

TEST_F(RemoteStatesTest, AsksTheOwnerWhoeverItIs) {
  EXPECT_EQ(read("a").error().disposition(), Disposition::kRetry) << "nobody yet";
  Neighbour one(log_), two(log_);
  one.own(3, "one ");
  EXPECT_EQ(*read("a"), "one a");
  EXPECT_EQ(*read("z"), std::nullopt);
  two.own(7, "two ");
  EXPECT_EQ(*read("a"), "two a");
  one.announcer.announce_all();
  EXPECT_EQ(*read("a"), "two a") << "a late word of the one before changes nothing";
  two.announcer.retract(two.spec);
  EXPECT_EQ(read("a").error().disposition(), Disposition::kRetry) << "it has let go";
}
TEST_F(RemoteStatesTest, AWorkspaceWithATokenIsReadWithItOnly) {
  Neighbour owner(log_);
  owner.own(3, "");
  const auto folder = std::filesystem::path(testing::TempDir()) / "remote_states" / "w";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "api_token") << "secret";
  EXPECT_EQ(*read("a"), "a");
  auto stub =
      api::v1::StateService::NewStub(grpc::CreateChannel(owner.spec.owner_address, grpc::InsecureChannelCredentials()));
  api::v1::ScanStateRequest request;
  request.set_stage("router");
  request.set_limit(9);
  api::v1::ScanStateResponse response;
  for (auto& [prefix, expected] : {std::pair(state_key("w", "x"), grpc::StatusCode::UNAUTHENTICATED),
                                   std::pair(std::string("w"), grpc::StatusCode::INVALID_ARGUMENT)}) {
    grpc::ClientContext context;
    request.set_prefix(prefix);
    EXPECT_EQ(stub->ScanState(&context, request, &response).error_code(), expected);
  }
  std::filesystem::remove_all(folder);
}
TEST_F(RemoteStatesTest, WhatIsHereIsReadHere) {
  Neighbour other(log_);
  other.own(3, "other ");
  stream::MemoryStore store;
  stream::TaskSpec spec;
  spec.stage = "router";
  here_.publish(spec, store);
  EXPECT_EQ(*read("a"), std::nullopt);
}
TEST_F(RemoteStatesTest, ScansInPages) {
  Neighbour owner(log_);
  owner.own(3, "");
  ASSERT_TRUE(owners_->step().ok());
  auto page = remote_.scan("router", "w", state_key("w", "x"), state_key("w", "x", {"a"}), 1);
  ASSERT_EQ(page->size(), 1u);
  EXPECT_EQ(page->front().second, "b");
  EXPECT_FALSE(remote_.scan("router", "w", state_key("w", "x"), "", 0).ok());
}
TEST_F(RemoteStatesTest, AnOwnerThatIsGoneIsAskedAgainLater) {
  auto owner = std::make_unique<Neighbour>(log_);
  owner->own(3, "");
  ASSERT_EQ(*read("a"), "a");
  owner.reset();
  EXPECT_EQ(read("a").error().disposition(), Disposition::kRetry);
}

}  // namespace
}  // namespace leakproof::process
