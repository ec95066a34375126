#include "api/roster_service.h"

#include <gtest/gtest.h>

#include "api/fakes/world_fake.h"

namespace leakproof::api {
namespace {

class RosterServiceTest : public testing::Test {
 protected:
  // "lan:, minh:, hoa:offline": each member and why a lead could not go there now.
  std::string members() {
    grpc::ClientContext context;
    v1::ListMembersRequest request;
    request.set_workspace_id("demo");
    v1::ListMembersResponse response;
    EXPECT_TRUE(stub_->ListMembers(&context, request, &response).ok());
    std::string out;
    for (const auto& member : response.members()) {
      EXPECT_EQ(member.pool_ids_size(), 1);
      out += (out.empty() ? "" : ", ") + member.member_id() + ":" + member.not_eligible_reason();
    }
    return out;
  }
  grpc::StatusCode presence(const std::string& id, const std::string& member, bool online,
                            const std::string& workspace = "demo") {
    grpc::ClientContext context;
    v1::SetPresenceRequest request;
    request.set_workspace_id(workspace);
    request.set_request_id(id);
    request.set_member_id(member);
    request.set_online(online);
    v1::SetPresenceResponse response;
    return stub_->SetPresence(&context, request, &response).error_code();
  }
  template <class Request>
  Request time_off(const std::string& id) {
    Request request;
    request.set_workspace_id("demo");
    request.set_request_id(id);
    request.set_member_id("lan");
    request.set_from_micros(to_micros(world_.clock.now()));
    request.set_until_micros(to_micros(world_.clock.now() + std::chrono::hours(8)));
    return request;
  }

  WorldFake world_;
  std::unique_ptr<v1::RosterService::Stub> stub_ = world_.stub<v1::RosterService>();
};

TEST_F(RosterServiceTest, PresenceShowsAsSoonAsItIsAnswered) {
  EXPECT_EQ(members(), "lan:, minh:, hoa:offline");
  EXPECT_EQ(presence("p1", "hoa", true), grpc::StatusCode::OK);
  EXPECT_EQ(presence("p2", "lan", false), grpc::StatusCode::OK);
  EXPECT_EQ(members(), "lan:offline, minh:, hoa:");
  EXPECT_EQ(presence("p2", "lan", false), grpc::StatusCode::OK);  // a retry
}

TEST_F(RosterServiceTest, TimeOffBeginsEndsAndIsTakenBack) {
  grpc::ClientContext add, cancel;
  v1::AddTimeOffResponse added;
  v1::CancelTimeOffResponse taken_back;
  ASSERT_TRUE(stub_->AddTimeOff(&add, time_off<v1::AddTimeOffRequest>("t1"), &added).ok());
  EXPECT_EQ(members(), "lan:on_leave, minh:, hoa:offline");
  ASSERT_TRUE(stub_->CancelTimeOff(&cancel, time_off<v1::CancelTimeOffRequest>("t2"), &taken_back).ok());
  EXPECT_EQ(members(), "lan:, minh:, hoa:offline");
}

TEST_F(RosterServiceTest, AbsencesAreListedChangedAndCancelledById) {
  const auto listed = [&] {
    grpc::ClientContext context;
    v1::ListTimeOffRequest request;
    request.set_workspace_id("demo");
    v1::ListTimeOffResponse response;
    EXPECT_TRUE(stub_->ListTimeOff(&context, request, &response).ok());
    std::string text;
    for (const auto& one : response.absences())
      text += one.member_id() + " " + one.absence_id() + " " +
              std::to_string((one.until_micros() - one.from_micros()) / 3'600'000'000) + "h;";
    return text;
  };
  const auto cancel = [&](const std::string& request_id, const std::string& absence) {
    grpc::ClientContext context;
    auto request = time_off<v1::CancelTimeOffRequest>(request_id);
    if (!absence.empty()) {
      request.clear_from_micros();
      request.clear_until_micros();
    }
    request.set_absence_id(absence);
    v1::CancelTimeOffResponse response;
    return stub_->CancelTimeOff(&context, request, &response).error_code();
  };
  EXPECT_EQ(cancel("c0", ""), grpc::StatusCode::NOT_FOUND) << "there is none";
  grpc::ClientContext add, change, unknown, mistaken, of_another;
  v1::AddTimeOffResponse added;
  ASSERT_TRUE(stub_->AddTimeOff(&add, time_off<v1::AddTimeOffRequest>("t1"), &added).ok());
  EXPECT_EQ(listed(), "lan ab_t1 8h;");
  auto longer = time_off<v1::AddTimeOffRequest>("t2");
  longer.set_until_micros(to_micros(world_.clock.now() + std::chrono::hours(24)));
  longer.set_absence_id(added.absence_id());
  ASSERT_TRUE(stub_->AddTimeOff(&change, longer, &added).ok());
  EXPECT_EQ(listed(), "lan ab_t1 24h;");
  longer.set_request_id("t3");
  longer.set_absence_id("nosuch");
  EXPECT_EQ(stub_->AddTimeOff(&mistaken, longer, &added).error_code(), grpc::StatusCode::NOT_FOUND);
  longer.set_absence_id("ab_t1");
  longer.set_member_id("minh");
  EXPECT_EQ(stub_->AddTimeOff(&of_another, longer, &added).error_code(), grpc::StatusCode::NOT_FOUND)
      << "an absence of another member";
  EXPECT_EQ(listed(), "lan ab_t1 24h;");
  EXPECT_EQ(cancel("c1", "ab_other"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(cancel("c2", "ab_t1"), grpc::StatusCode::OK);
  EXPECT_EQ(listed(), "");
  v1::ListTimeOffRequest of_nobody;
  of_nobody.set_workspace_id("demo");
  of_nobody.set_member_id("nobody");
  v1::ListTimeOffResponse none;
  EXPECT_EQ(stub_->ListTimeOff(&unknown, of_nobody, &none).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(RosterServiceTest, BadRequests) {
  EXPECT_EQ(presence("p1", "nobody", true), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(presence("p1", "lan", true, "other"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(presence("", "lan", true), grpc::StatusCode::INVALID_ARGUMENT);
  auto backwards = time_off<v1::AddTimeOffRequest>("t1");
  backwards.set_until_micros(backwards.from_micros());
  grpc::ClientContext context;
  v1::AddTimeOffResponse response;
  EXPECT_EQ(stub_->AddTimeOff(&context, backwards, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  world_.stages.break_states();
  grpc::ClientContext list_context;
  v1::ListMembersRequest list;
  list.set_workspace_id("demo");
  v1::ListMembersResponse listed;
  EXPECT_EQ(stub_->ListMembers(&list_context, list, &listed).error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace leakproof::api
