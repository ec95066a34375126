#include "api/state_service.h"

#include <gtest/gtest.h>

#include "api/fakes/world_fake.h"
#include "stream/state_key.h"

namespace leakproof::api {
namespace {

TEST(StateService, GivesWhatIsStoredHere) {
  WorldFake world;
  auto stub = world.stub<v1::StateService>();
  for (const std::string id : {"a", "b", "c"}) world.stages.put("router", stream::state_key("demo", "x", {id}), "value " + id);
  v1::ReadStateRequest read;
  read.set_stage("router");
  read.set_key(stream::state_key("demo", "x", {"b"}));
  v1::ReadStateResponse value;
  grpc::ClientContext first, second, third, fourth, fifth;
  ASSERT_TRUE(stub->ReadState(&first, read, &value).ok());
  EXPECT_EQ(value.value(), "value b");
  read.set_key(stream::state_key("demo", "x", {"z"}));
  ASSERT_TRUE(stub->ReadState(&second, read, &value).ok());
  EXPECT_FALSE(value.has_value());

  v1::ScanStateRequest scan;
  scan.set_stage("router");
  scan.set_prefix(stream::state_key("demo", "x"));
  scan.set_after(stream::state_key("demo", "x", {"a"}));
  scan.set_limit(1);
  v1::ScanStateResponse entries;
  ASSERT_TRUE(stub->ScanState(&third, scan, &entries).ok());
  ASSERT_EQ(entries.entries_size(), 1);
  EXPECT_EQ(entries.entries(0).value(), "value b");
  scan.set_limit(0);
  EXPECT_EQ(stub->ScanState(&fourth, scan, &entries).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  world.stages.break_states();
  EXPECT_EQ(stub->ReadState(&fifth, read, &value).error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace leakproof::api
