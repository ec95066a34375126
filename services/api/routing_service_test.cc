#include "api/routing_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/fakes/world_fake.h"
#include "router/audit/audit_verify.h"
#include "router/state/keys.h"

namespace leakproof::api {
namespace {

using testing::HasSubstr;

class RoutingServiceTest : public testing::Test {
 protected:
  v1::SubmitLeadResponse submit(const std::string& id, const std::string& phone) {
    grpc::ClientContext context;
    v1::SubmitLeadRequest request;
    request.set_workspace_id("demo");
    request.set_request_id(id);
    request.set_source_id("api");
    (*request.mutable_fields())["phone"] = phone;
    request.set_wait_for(v1::DECIDED);
    v1::SubmitLeadResponse response;
    EXPECT_TRUE(leads_->SubmitLead(&context, request, &response).ok());
    return response;
  }
  grpc::Status claim(const std::string& id, const std::string& lead, const std::string& member) {
    grpc::ClientContext context;
    v1::ClaimLeadRequest request;
    request.set_workspace_id("demo");
    request.set_request_id(id);
    request.set_lead_id(lead);
    request.set_member_id(member);
    return stub_->ClaimLead(&context, request, &claimed_);
  }
  v1::ListDecisionsResponse list(const std::string& lead) {
    grpc::ClientContext context;
    v1::ListDecisionsRequest request;
    request.set_workspace_id("demo");
    request.set_lead_id(lead);
    v1::ListDecisionsResponse response;
    EXPECT_TRUE(stub_->ListDecisions(&context, request, &response).ok());
    return response;
  }
  grpc::Status explain(v1::ExplainRequest request) {
    grpc::ClientContext context;
    request.set_workspace_id("demo");
    return stub_->Explain(&context, request, &explained_);
  }

  WorldFake world_;
  std::unique_ptr<v1::LeadService::Stub> leads_ = world_.stub<v1::LeadService>();
  std::unique_ptr<v1::RoutingService::Stub> stub_ = world_.stub<v1::RoutingService>();
  v1::ClaimLeadResponse claimed_;
  v1::ExplainResponse explained_;
};

TEST_F(RoutingServiceTest, TheAuditThatIsListedVerifies) {
  submit("r1", "0912345678");
  submit("r2", "0912345679");
  router::AuditVerifier verifier;
  const auto listed = list("");
  for (const auto& record : listed.records()) EXPECT_EQ(verifier.add(record), std::nullopt);
  EXPECT_EQ(verifier.decisions(), 2);
}

TEST_F(RoutingServiceTest, TheNewestCanComeFirstPageByPage) {
  const auto first = submit("r1", "0912345678");
  for (int i = 2; i < 40; ++i) submit("r" + std::to_string(i), "09123456" + std::to_string(10 + i));
  const auto in_pages_of = [&](int size, const std::string& lead) {
    std::vector<std::string> all;
    v1::ListDecisionsRequest request;
    request.set_workspace_id("demo");
    request.set_lead_id(lead);
    request.set_newest_first(true);
    request.set_page_size(size);
    do {
      grpc::ClientContext context;
      v1::ListDecisionsResponse page;
      EXPECT_TRUE(stub_->ListDecisions(&context, request, &page).ok());
      all.insert(all.end(), page.records().begin(), page.records().end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  };
  for (const auto& lead : {std::string(), first.lead_id()}) {
    const auto listed = list(lead).records();
    std::vector<std::string> expected(listed.begin(), listed.end());
    ASSERT_GE(expected.size(), lead.empty() ? 40u : 1u);
    std::ranges::reverse(expected);
    for (const int size : {0, 1, 7, 32}) EXPECT_EQ(in_pages_of(size, lead), expected) << size;
  }
}

TEST_F(RoutingServiceTest, TheDecisionsOfALeadAreItsOwn) {
  const auto first = submit("r1", "0912345678");
  submit("r2", "0912345679");
  const auto records = list(first.lead_id()).records();
  ASSERT_EQ(records.size(), 1);
  grpc::ClientContext context;
  v1::GetDecisionRequest request;
  request.set_workspace_id("demo");
  request.set_decision_id(first.decision_id());
  v1::GetDecisionResponse response;
  ASSERT_TRUE(stub_->GetDecision(&context, request, &response).ok());
  EXPECT_EQ(response.record_bytes(), records[0]);
  EXPECT_EQ(response.record().decision().lead_id(), first.lead_id());
}

TEST_F(RoutingServiceTest, AClaimIsSettledAndItsRetryGivesTheSame) {
  const auto lead = submit("r1", "0912345678").lead_id();
  ASSERT_TRUE(claim("c1", lead, "hoa").ok());
  const auto first = claimed_;
  EXPECT_GT(first.ownership_token(), 1);
  ASSERT_TRUE(claim("c1", lead, "hoa").ok());
  EXPECT_EQ(claimed_.decision_id(), first.decision_id());
  EXPECT_EQ(claimed_.ownership_token(), first.ownership_token());
  EXPECT_EQ(claim("c2", "ld_none", "hoa").error_code(), grpc::StatusCode::NOT_FOUND);
  const auto nobody = claim("c3", lead, "");
  EXPECT_EQ(nobody.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(nobody.error_details(), HasSubstr("member_id"));
  EXPECT_THAT(nobody.error_details(), testing::Not(HasSubstr("activity.")));
}

TEST_F(RoutingServiceTest, ALeadIsGivenAwayByWhoMay) {
  const auto lead = submit("r1", "0912345678").lead_id();
  const auto give = [&](const std::string& id, const std::string& by, const std::string& to,
                        v1::TransferLeadResponse* response) {
    grpc::ClientContext context;
    v1::TransferLeadRequest request;
    request.set_workspace_id("demo");
    request.set_request_id(id);
    request.set_lead_id(lead);
    request.mutable_transfer()->set_by_member_id(by);
    request.mutable_transfer()->set_to_member_id(to);
    request.mutable_transfer()->set_reason("speaks German");
    return stub_->TransferLead(&context, request, response);
  };
  v1::TransferLeadResponse response;
  EXPECT_EQ(give("t1", "minh", "lan", &response).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(give("t2", "lan", "hoa", &response).error_code(), grpc::StatusCode::FAILED_PRECONDITION)
      << "hoa is not there";
  EXPECT_EQ(give("t3", "lan", "", &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_TRUE(give("t4", "lan", "minh", &response).ok());
  EXPECT_EQ(response.decision().chosen().member_id(), "minh");
  ASSERT_TRUE(give("t5", "hoa", "hoa", &response).ok()) << "who leads the pool may";
  EXPECT_EQ(response.decision().overridden(), "offline");
  EXPECT_EQ(response.decision().transfer().reason(), "speaks German");
  v1::TransferLeadResponse again;
  EXPECT_TRUE(give("t5", "hoa", "hoa", &again).ok());
  EXPECT_FALSE(again.has_decision());
}

TEST_F(RoutingServiceTest, LeadsThatNothingMovesAreListedByAge) {
  const auto first = submit("r1", "0912345678").lead_id(), second = submit("r2", "0912345679").lead_id();
  grpc::ClientContext context;
  v1::ListSweepsRequest all;
  all.set_workspace_id("demo");
  v1::ListSweepsResponse sweeps;
  ASSERT_TRUE(stub_->ListSweeps(&context, all, &sweeps).ok());
  ASSERT_EQ(sweeps.sweeps_size(), 7);
  EXPECT_EQ(sweeps.sweeps(1).kind(), "no_follow_up");
  EXPECT_EQ(sweeps.sweeps(1).leads(), 2);
  EXPECT_EQ(sweeps.sweeps(1).actions(0).action(), "remind");
  EXPECT_GT(sweeps.sweeps(1).oldest_micros(), 0);
  EXPECT_EQ(sweeps.sweeps(6).kind(), "stuck_in_hold");
  EXPECT_EQ(sweeps.sweeps(6).leads(), 0);
  v1::ListSweptLeadsRequest request;
  request.set_workspace_id("demo");
  request.set_kind("no_follow_up");
  request.set_page_size(1);
  std::vector<std::string> listed;
  do {
    grpc::ClientContext page_context;
    v1::ListSweptLeadsResponse page;
    ASSERT_TRUE(stub_->ListSweptLeads(&page_context, request, &page).ok());
    for (const auto& lead : page.leads()) listed.push_back(lead.lead_id() + " " + lead.status());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::vector<std::string> expected = {first + " assigned", second + " assigned"};
  std::ranges::sort(expected);
  std::ranges::sort(listed);  // both came in one moment
  EXPECT_EQ(listed, expected);
  request.set_kind("forgotten");
  grpc::ClientContext refused;
  v1::ListSweptLeadsResponse none;
  const auto status = stub_->ListSweptLeads(&refused, request, &none);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_details(), HasSubstr("unowned, no_follow_up"));
}

TEST_F(RoutingServiceTest, ADecisionIsExplained) {
  const auto lead = submit("r1", "0912345678");
  v1::ExplainRequest by_lead, by_decision, why_not, both, unknown;
  by_lead.set_lead_id(lead.lead_id());
  ASSERT_TRUE(explain(by_lead).ok());
  EXPECT_EQ(explained_.decision_id(), lead.decision_id());
  EXPECT_THAT(explained_.text(), HasSubstr("Assigned to Lan of pool sales")) << "by their name";
  by_decision.set_decision_id(lead.decision_id());
  const auto text = explained_.text();
  ASSERT_TRUE(explain(by_decision).ok());
  EXPECT_EQ(explained_.text(), text);
  why_not = by_lead;
  why_not.set_member_id("hoa");
  ASSERT_TRUE(explain(why_not).ok());
  EXPECT_THAT(explained_.text(), HasSubstr("offline"));
  both = by_lead;
  both.set_decision_id("x");
  EXPECT_EQ(explain(both).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  unknown.set_decision_id("dc_none");
  EXPECT_EQ(explain(unknown).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(RoutingServiceTest, ADecisionWhoseTimeHasMovedSaysSo) {
  const auto lead = submit("r1", "0912345678");
  const auto key = router::keys::lead("demo", lead.lead_id());
  state::v1::RoutedLead stored;
  ASSERT_TRUE(stored.ParseFromString(**world_.stages.get("router", "demo", key)));
  stored.set_breach_at_micros(stored.breach_at_micros() - Duration(std::chrono::hours(1)).count());
  stored.mutable_clocks()->set_zone_data("2026f");
  world_.stages.put("router", key, stored.SerializeAsString());
  v1::ExplainRequest request;
  request.set_lead_id(lead.lead_id());
  ASSERT_TRUE(explain(request).ok());
  EXPECT_THAT(explained_.text(), HasSubstr("the time to accept it by moved from 2026-01-05T03:15:00Z to "
                                           "2026-01-05T02:15:00Z: zone data"));
  EXPECT_THAT(explained_.text(), HasSubstr("-> 2026f."));
}

TEST_F(RoutingServiceTest, APreviewDecidesAndChangesNothing) {
  submit("r1", "0912345678");
  v1::PreviewRequest request;
  request.set_workspace_id("demo");
  request.set_source_id("api");
  (*request.mutable_fields())["phone"] = "0987654321";
  for (int i = 0; i < 2; ++i) {
    grpc::ClientContext context;
    v1::PreviewResponse response;
    const auto status = stub_->Preview(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.decision().chosen().member_id(), "minh");  // lan had the last one
    EXPECT_THAT(response.text(), HasSubstr("minh"));
  }
  EXPECT_EQ(list("").records_size(), 2);  // the configuration and the first decision
  EXPECT_EQ(submit("r2", "0987654321").member_id(), "minh");
}

TEST_F(RoutingServiceTest, APreviewOfWhatIsNoLeadSaysWhy) {
  grpc::ClientContext context;
  v1::PreviewRequest request;
  request.set_workspace_id("demo");
  request.set_source_id("api");
  (*request.mutable_fields())["city"] = "Huế";
  v1::PreviewResponse response;
  const auto status = stub_->Preview(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(status.error_message(), HasSubstr("no_contact"));
}

}  // namespace
}  // namespace leakproof::api
