#include "api/lead_service.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include "api/fakes/world_fake.h"
#include "ingest/ids.h"
#include "nurture/silence.h"

namespace leakproof::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::SubmitLeadRequest request_of(const std::string& id, const std::string& phone, v1::WaitFor wait_for = v1::DECIDED) {
  v1::SubmitLeadRequest request;
  request.set_workspace_id("demo");
  request.set_request_id(id);
  request.set_source_id("api");
  (*request.mutable_fields())["full_name"] = "Nguyễn An";
  (*request.mutable_fields())["phone"] = phone;
  request.set_wait_for(wait_for);
  return request;
}

std::vector<std::string> violated_fields(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  std::vector<std::string> fields;
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest violations;
    if (!detail.UnpackTo(&violations)) continue;
    for (const auto& violation : violations.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

class LeadServiceTest : public testing::Test {
 protected:
  grpc::Status submit(const v1::SubmitLeadRequest& request) {
    grpc::ClientContext context;
    response_.Clear();
    return stub_->SubmitLead(&context, request, &response_);
  }
  grpc::Status record(lead::v1::Activity activity, const std::string& id) {
    grpc::ClientContext context;
    v1::RecordActivityRequest request;
    request.set_request_id(id);
    activity.set_workspace_id("demo");
    *request.mutable_activity() = std::move(activity);
    request.set_wait_for(v1::DECIDED);
    return stub_->RecordActivity(&context, request, &recorded_);
  }

  WorldFake world_;
  std::unique_ptr<v1::LeadService::Stub> stub_ = world_.stub<v1::LeadService>();
  v1::SubmitLeadResponse response_;
  v1::RecordActivityResponse recorded_;
};

TEST_F(LeadServiceTest, ASubmittedLeadIsDecided) {
  const auto status = submit(request_of("r1", "0912345678"));
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response_.receipt_id(), ingest::receipt_id("demo", "api", "r1"));
  EXPECT_EQ(response_.lead_id(), ingest::lead_id(response_.receipt_id()));
  EXPECT_EQ(response_.outcome(), "assigned");
  EXPECT_EQ(response_.member_id(), "lan");
  EXPECT_FALSE(response_.decision_id().empty());
  EXPECT_FALSE(response_.duplicate());
}

TEST_F(LeadServiceTest, ARetryGetsTheFirstResult) {
  ASSERT_TRUE(submit(request_of("r1", "0912345678")).ok());
  const auto first = response_;
  ASSERT_TRUE(submit(request_of("r1", "0912345678")).ok());
  EXPECT_TRUE(response_.duplicate());
  EXPECT_EQ(response_.lead_id(), first.lead_id());
  EXPECT_EQ(response_.decision_id(), first.decision_id());
  EXPECT_EQ(response_.member_id(), first.member_id());
}

// A workspace with two leads that may be sent nothing, as nurture stores them.
TEST_F(LeadServiceTest, LeadsThatMayBeSentNothingAreListedByReason) {
  stream::DraftFake nurture(instant_from_micros(7));
  const auto rests = [&](const char* id, const char* reason) {
    state::v1::NurtureLead lead;
    lead.mutable_lead()->set_lead_id(id);
    nurture::set_silent("demo", reason, lead, nurture);
  };
  rests("ld_1", "no_consent");
  rests("ld_2", "opted_out");
  for (const auto& [key, value] : nurture.state) world_.stages.put("nurture", key, value);
  const auto list = [&](const std::string& reason) {
    grpc::ClientContext context;
    v1::ListSilentLeadsRequest request;
    v1::ListSilentLeadsResponse found;
    request.set_workspace_id("demo");
    request.set_reason(reason);
    const auto status = stub_->ListSilentLeads(&context, request, &found);
    std::string text = status.ok() ? "" : violated_fields(status).at(0);
    for (const auto& lead : found.leads())
      text += lead.lead_id() + " " + lead.reason() + " " + std::to_string(lead.since_micros()) + ", ";
    for (const auto& count : found.counts()) text += std::to_string(count.leads());
    return text;
  };
  EXPECT_EQ(list(""), "ld_1 no_consent 7, ld_2 opted_out 7, 00101") << "counts by reason, in the order of their names";
  EXPECT_EQ(list("opted_out"), "ld_2 opted_out 7, 00101");
  EXPECT_EQ(list("no_sender"), "00101");
  EXPECT_EQ(list("silence"), "reason");
}

TEST_F(LeadServiceTest, ARequestIdOfAnotherLeadIsRefused) {
  ASSERT_TRUE(submit(request_of("r1", "0912345678")).ok());
  const auto status = submit(request_of("r1", "0987654321"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("another lead"));
}

TEST_F(LeadServiceTest, WhatCannotBecomeALeadIsQuarantinedAndListed) {
  auto request = request_of("r1", "0912345678");
  request.mutable_fields()->erase("phone");
  ASSERT_TRUE(submit(request).ok());
  EXPECT_EQ(response_.outcome(), "quarantined");
  EXPECT_EQ(response_.reason(), "no_contact");
  grpc::ClientContext context;
  v1::ListQuarantinedRequest list;
  list.set_workspace_id("demo");
  v1::ListQuarantinedResponse listed;
  ASSERT_TRUE(stub_->ListQuarantined(&context, list, &listed).ok());
  ASSERT_EQ(listed.items_size(), 1);
  EXPECT_EQ(listed.items(0).receipt_id(), response_.receipt_id());
  EXPECT_EQ(listed.items(0).reason(), "no_contact");
}

TEST_F(LeadServiceTest, TheGoodPartMakesTheLeadAndTheBadPartIsNamed) {
  auto request = request_of("r1", "0912345678");
  (*request.mutable_fields())["email"] = "n/a";
  ASSERT_TRUE(submit(request).ok());
  EXPECT_EQ(response_.outcome(), "assigned");
  ASSERT_EQ(response_.notes_size(), 1);
  EXPECT_EQ(response_.notes(0).field(), "fields/email");
}

TEST_F(LeadServiceTest, SettledSaysWhatBecameOfIt) {
  const auto told = [&](const std::string& id, const std::string& phone) {
    const auto status = submit(request_of(id, phone, v1::SETTLED));
    return status.ok() ? response_.outcome() + " " + response_.reason() + (response_.body_differs() ? " differs" : "")
                       : status.error_message();
  };
  EXPECT_EQ(told("r1", "0912345678"), "created_lead ");
  EXPECT_FALSE(response_.lead_id().empty());
  EXPECT_EQ(told("r2", "0912345678"), "updated_lead ");
  EXPECT_EQ(told("r1", "0912345678"), "duplicate ");
  EXPECT_EQ(told("r1", "0912345679"), "duplicate  differs");
  EXPECT_EQ(told("r3", "call me"), "quarantined invalid_phone");
  EXPECT_EQ(told("r3", "0912345680"), "created_lead ") << "corrected";
}

TEST_F(LeadServiceTest, AcceptedDoesNotWaitForTheStages) {
  world_.stages.sleep_stages();
  ASSERT_TRUE(submit(request_of("r1", "0912345678", v1::ACCEPTED)).ok());
  EXPECT_FALSE(response_.receipt_id().empty());
  EXPECT_TRUE(response_.outcome().empty());
}

TEST_F(LeadServiceTest, ADeadlineSaysThatTheLeadIsSafe) {
  world_.stages.sleep_stages();
  grpc::ClientContext context;
  context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_REALTIME), gpr_time_from_millis(600, GPR_TIMESPAN)));
  const auto status = stub_->SubmitLead(&context, request_of("r1", "0912345678"), &response_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_THAT(status.error_message(), HasSubstr("accepted and safe"));
  EXPECT_EQ(world_.stages.log.records({"lead.submissions", 0}).size(), 1u);
}

TEST_F(LeadServiceTest, ALogThatFailsIsUnavailableWithARetry) {
  world_.stages.break_log(retry("the log is full"));
  const auto status = submit(request_of("r1", "0912345678"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_details(), HasSubstr("google.rpc.RetryInfo"));
  world_.stages.break_log(refuse("the record is too large"));
  EXPECT_EQ(submit(request_of("r1", "0912345678")).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LeadServiceTest, BadRequestsNameEveryFieldAndAppendNothing) {
  struct Row {
    const char* what;
    std::function<void(v1::SubmitLeadRequest&)> spoil;
    grpc::StatusCode code;
    std::vector<std::string> fields;
  };
  using enum grpc::StatusCode;
  const std::vector<Row> rows = {
      {"empty", [](auto& r) { r.Clear(); }, INVALID_ARGUMENT, {"workspace_id", "request_id", "source_id", "fields"}},
      {"id of spaces", [](auto& r) { r.set_request_id("a b"); }, INVALID_ARGUMENT, {"request_id"}},
      {"long id", [](auto& r) { r.set_request_id(std::string(256, 'a')); }, INVALID_ARGUMENT, {"request_id"}},
      {"nul in a field",
       [](auto& r) { (*r.mutable_fields())["note"] = std::string("a\0b", 3); },
       INVALID_ARGUMENT,
       {"fields/note"}},
      {"unknown enumerator",
       [](auto& r) { r.set_wait_for(static_cast<v1::WaitFor>(99)); },
       INVALID_ARGUMENT,
       {"wait_for"}},
      {"nul in the attribution",
       [](auto& r) { (*r.mutable_attribution())["a"] = std::string("a\0b", 3); },
       INVALID_ARGUMENT,
       {"attribution/a"}},
      {"long name",
       [](auto& r) { (*r.mutable_fields())["full_name"] = std::string(70'000, 'a'); },
       INVALID_ARGUMENT,
       {"fields/full_name"}},
      {"long in all",
       [](auto& r) {
         for (char c = 'a'; c < 'g'; ++c) (*r.mutable_fields())[std::string(1, c)] = std::string(60'000, c);
       },
       INVALID_ARGUMENT,
       {"fields"}},
      {"time without end", [](auto& r) { r.set_submitted_micros(1LL << 62); }, INVALID_ARGUMENT, {"submitted_micros"}},
      {"negative time", [](auto& r) { r.set_submitted_micros(-1); }, INVALID_ARGUMENT, {"submitted_micros"}},
      {"unknown workspace", [](auto& r) { r.set_workspace_id("other"); }, NOT_FOUND, {}},
      {"unknown source", [](auto& r) { r.set_source_id("nobody"); }, INVALID_ARGUMENT, {"source_id"}},
      {"a form's source", [](auto& r) { r.set_source_id("site"); }, INVALID_ARGUMENT, {"source_id"}},
  };
  for (const auto& row : rows) {
    auto request = request_of("r1", "0912345678");
    row.spoil(request);
    const auto status = submit(request);
    EXPECT_EQ(status.error_code(), row.code) << row.what;
    EXPECT_EQ(violated_fields(status), row.fields) << row.what;
  }
  EXPECT_THAT(world_.stages.log.records({"lead.submissions", 0}), IsEmpty());
}

TEST_F(LeadServiceTest, AStreamAnswersEachItemInOrder) {
  grpc::ClientContext context;
  auto stream = stub_->SubmitLeads(&context);
  v1::SubmitLeadsResponse answer;
  ASSERT_TRUE(stream->Write(request_of("s1", "0912345678")));  // one and its answer, before the next
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.result().outcome(), "assigned");
  auto bad = request_of("s2", "0912345679");
  bad.clear_fields();
  stream->Write(bad);
  for (int i = 3; i <= 600; ++i)
    stream->Write(request_of("s" + std::to_string(i), "0912" + std::to_string(100000 + i), v1::ACCEPTED));
  stream->WritesDone();
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.request_id(), "s2");
  EXPECT_EQ(answer.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.error(), HasSubstr("fields must hold a field at least"));
  for (int i = 3; i <= 600; ++i) {
    ASSERT_TRUE(stream->Read(&answer));
    ASSERT_EQ(answer.request_id(), "s" + std::to_string(i));
    ASSERT_EQ(answer.code(), 0) << answer.error();
  }
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(LeadServiceTest, ALeadIsReadAndLookedUp) {
  auto request = request_of("r1", "0912345678");
  (*request.mutable_fields())["email"] = "An@Example.com";
  ASSERT_TRUE(submit(request).ok());
  const auto lead_id = response_.lead_id();
  grpc::ClientContext context;
  v1::GetLeadRequest get;
  get.set_workspace_id("demo");
  get.set_lead_id(lead_id);
  v1::GetLeadResponse got;
  ASSERT_TRUE(stub_->GetLead(&context, get, &got).ok());
  EXPECT_EQ(got.lead().lead().contact().phone(), "+84912345678");
  EXPECT_EQ(got.lead().status(), "assigned");
  EXPECT_EQ(got.lead().member_id(), "lan");
  EXPECT_GT(got.lead().breach_at_micros(), to_micros(world_.clock.now()));

  const std::vector<std::function<void(v1::LookupLeadsRequest&)>> keys = {
      [](auto& r) { r.set_phone("091 234 5678"); },
      [](auto& r) { r.set_phone("0912345678 (Zalo)"); },
      [](auto& r) { r.set_email("an@EXAMPLE.com"); },
      [](auto& r) { r.set_email("'an@example.com"); },
      [&](auto& r) { r.set_receipt_id(ingest::receipt_id("demo", "api", "r1")); },
      [](auto& r) {
        r.mutable_provider()->set_source_id("api");
        r.mutable_provider()->set_provider_id("r1");
      },
  };
  for (const auto& set_key : keys) {
    grpc::ClientContext lookup_context;
    v1::LookupLeadsRequest lookup;
    lookup.set_workspace_id("demo");
    set_key(lookup);
    v1::LookupLeadsResponse found;
    ASSERT_TRUE(stub_->LookupLeads(&lookup_context, lookup, &found).ok());
    ASSERT_EQ(found.leads_size(), 1) << lookup.DebugString();
    EXPECT_EQ(found.leads(0).lead().lead_id(), lead_id);
  }
}

TEST_F(LeadServiceTest, ALookupNamesWhatIsWrongWithItsKey) {
  const auto violated = [&](auto spoil) {
    grpc::ClientContext context;
    v1::LookupLeadsRequest lookup;
    lookup.set_workspace_id("demo");
    spoil(lookup);
    v1::LookupLeadsResponse found;
    return violated_fields(stub_->LookupLeads(&context, lookup, &found));
  };
  EXPECT_THAT(violated([](auto&) {}), ElementsAre("by"));
  EXPECT_THAT(violated([](auto& r) { r.set_phone("call me"); }), ElementsAre("phone"));
  EXPECT_THAT(violated([](auto& r) { r.set_phone("0912345678 / 0912345679"); }), ElementsAre("phone"));
  EXPECT_THAT(violated([](auto& r) { r.set_email("a@@b"); }), ElementsAre("email"));
  EXPECT_THAT(violated([](auto& r) { r.set_email("a@x.example, b@x.example"); }), ElementsAre("email"));
}

TEST_F(LeadServiceTest, WhatIsNotThereIsNotFoundAndAStateInTakeoverIsUnavailable) {
  v1::GetLeadRequest get;
  get.set_workspace_id("demo");
  get.set_lead_id("ld_none");
  v1::GetLeadResponse got;
  grpc::ClientContext first, second;
  EXPECT_EQ(stub_->GetLead(&first, get, &got).error_code(), grpc::StatusCode::NOT_FOUND);
  world_.stages.break_states();
  EXPECT_EQ(stub_->GetLead(&second, get, &got).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(LeadServiceTest, TheTimelineComesInPages) {
  for (int i = 0; i < 5; ++i) {
    lead::v1::Event event;
    event.set_event_id("e" + std::to_string(i));
    world_.stages.put("nurture", stream::state_key("demo", "timeline", {"ld_1"}) + static_cast<char>(i),
                      event.SerializeAsString());
  }
  world_.stages.put("nurture", stream::state_key("demo", "timeline", {"ld_2"}) + '\1', "another lead's");
  std::vector<std::string> seen;
  v1::GetTimelineRequest request;
  request.set_workspace_id("demo");
  request.set_lead_id("ld_1");
  request.set_page_size(2);
  int pages = 0;
  do {
    grpc::ClientContext context;
    v1::GetTimelineResponse response;
    ASSERT_TRUE(stub_->GetTimeline(&context, request, &response).ok());
    for (const auto& event : response.events()) seen.push_back(event.event_id());
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_THAT(seen, ElementsAre("e0", "e1", "e2", "e3", "e4"));
  EXPECT_EQ(pages, 3);
  request.set_page_token("no token");
  request.set_page_size(-1);
  grpc::ClientContext context;
  v1::GetTimelineResponse response;
  const auto status = stub_->GetTimeline(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(violated_fields(status), ElementsAre("page_size", "page_token"));
}

TEST_F(LeadServiceTest, AnActivityTakesEffectAndARefusedOneSaysWhy) {
  ASSERT_TRUE(submit(request_of("r1", "0912345678")).ok());
  lead::v1::Activity accept;
  accept.set_lead_id(response_.lead_id());
  accept.mutable_feedback()->set_outcome(lead::v1::Feedback::ACCEPTED);
  accept.mutable_feedback()->set_member_id("minh");
  EXPECT_EQ(record(accept, "a1").error_code(), grpc::StatusCode::PERMISSION_DENIED);
  accept.mutable_feedback()->set_member_id("lan");
  EXPECT_TRUE(record(accept, "a2").ok());
  EXPECT_EQ(recorded_.ignored_reason(), "");
  EXPECT_TRUE(record(accept, "a2").ok());  // a retry
  EXPECT_EQ(recorded_.ignored_reason(), "duplicate");
  auto won = accept;
  won.mutable_feedback()->set_outcome(lead::v1::Feedback::WON);
  EXPECT_TRUE(record(won, "w1").ok());
  lead::v1::Activity transfer;
  transfer.set_lead_id(accept.lead_id());
  transfer.mutable_transfer()->set_by_member_id("lan");
  transfer.mutable_transfer()->set_to_member_id("minh");
  EXPECT_THAT(record(transfer, "t1").error_message(), testing::EndsWith(": it is closed (won)"));
  accept.set_lead_id("ld_none");
  EXPECT_EQ(record(accept, "a3").error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(LeadServiceTest, AStaleTokenIsAborted) {
  ASSERT_TRUE(submit(request_of("r1", "0912345678")).ok());
  lead::v1::Activity accept;
  accept.set_lead_id(response_.lead_id());
  accept.mutable_feedback()->set_outcome(lead::v1::Feedback::ACCEPTED);
  accept.mutable_feedback()->set_member_id("lan");
  accept.mutable_feedback()->set_ownership_token(77);
  EXPECT_EQ(record(accept, "a1").error_code(), grpc::StatusCode::ABORTED);
}

TEST_F(LeadServiceTest, BadActivitiesNameTheirFields) {
  lead::v1::Activity none, touch, time_off, hand_back;
  touch.mutable_touch();
  time_off.mutable_time_off()->set_member_id("lan");
  hand_back.mutable_hand_back();
  EXPECT_THAT(violated_fields(record(none, "a b")), ElementsAre("request_id", "activity.kind"));
  EXPECT_THAT(violated_fields(record(touch, "a")), ElementsAre("activity.lead_id", "activity.touch.type"));
  EXPECT_THAT(violated_fields(record(time_off, "a")), ElementsAre("activity.time_off.until_micros"));
  EXPECT_THAT(violated_fields(record(hand_back, "a")), ElementsAre("activity.hand_back"));
}

TEST_F(LeadServiceTest, TextsAndInstantsOfAnActivityHaveBounds) {
  const std::string nul("a\0b", 3), large(100'000, 'x');
  const auto violated = [&](auto spoil) {
    lead::v1::Activity activity;
    activity.set_lead_id("ld_1");
    activity.mutable_touch()->set_type("call");
    spoil(activity);
    return violated_fields(record(activity, "a"));
  };
  const auto touch = [&](const std::string& name, const std::string& value) {
    return violated([&](auto& a) { (*a.mutable_touch()->mutable_attribution())[name] = value; });
  };
  const auto fix = [&](const std::string& name, const std::string& value) {
    return violated([&](auto& a) {
      a.mutable_quarantine_fix()->set_receipt_id("rc_1");
      (*a.mutable_quarantine_fix()->mutable_fields())[name] = value;
    });
  };
  const auto off = [&](std::int64_t from, std::int64_t until, const std::string& id) {
    return violated([&](auto& a) {
      a.mutable_time_off()->set_member_id("lan");
      a.mutable_time_off()->set_from_micros(from);
      a.mutable_time_off()->set_until_micros(until);
      a.mutable_time_off()->set_absence_id(id);
    });
  };
  for (const auto& [name, value] :
       {std::pair(nul, std::string("b")), {"", "b"}, {large, "b"}, {"a", nul}, {"a", large}}) {
    EXPECT_THAT(touch(name, value), ElementsAre("activity.touch.attribution"));
    EXPECT_THAT(fix(name, value), ElementsAre("activity.quarantine_fix.fields"));
  }
  EXPECT_THAT(violated([](auto& a) {
                for (int i = 0; i < 3000; ++i) (*a.mutable_touch()->mutable_attribution())[std::to_string(i)] = "b";
              }),
              ElementsAre("activity.touch.attribution"));
  for (const auto& actor : {nul, large})
    EXPECT_THAT(violated([&](auto& a) { a.set_actor(actor); }), ElementsAre("activity.actor"));
  for (const std::int64_t micros : {std::int64_t{-1}, INT64_MAX})
    EXPECT_THAT(violated([&](auto& a) { a.set_occurred_micros(micros); }), ElementsAre("activity.occurred_micros"));
  EXPECT_THAT(violated([&](auto& a) {
                a.mutable_feedback()->set_outcome(lead::v1::Feedback::DECLINED);
                a.mutable_feedback()->set_member_id("lan");
                a.mutable_feedback()->set_reason(nul);
              }),
              ElementsAre("activity.feedback.reason"));
  EXPECT_THAT(off(-5, 1, ""), ElementsAre("activity.time_off.from_micros"));
  EXPECT_THAT(off(1, INT64_MAX, ""), ElementsAre("activity.time_off.until_micros"));
  EXPECT_THAT(off(1, 2, nul), ElementsAre("activity.time_off.absence_id"));
}

TEST_F(LeadServiceTest, TheLedgerCountsValuesThatNobodyCouldRead) {
  for (const char* id : {"r1", "r2"}) {
    auto request = request_of(id, "0912345678");
    (*request.mutable_fields())["country"] = "Atlantis";
    ASSERT_TRUE(submit(request).ok());
  }
  grpc::ClientContext context;
  v1::GetLedgerRequest request;
  request.set_workspace_id("demo");
  v1::GetLedgerResponse ledger;
  ASSERT_TRUE(stub_->GetLedger(&context, request, &ledger).ok());
  ASSERT_EQ(ledger.unread_values_size(), 1);
  EXPECT_EQ(ledger.unread_values(0).source_id(), "api");
  EXPECT_EQ(ledger.unread_values(0).field(), "country");
  EXPECT_EQ(ledger.unread_values(0).leads(), 2);
}

TEST_F(LeadServiceTest, TheBooksAddUp) {
  ASSERT_TRUE(submit(request_of("r1", "0912345678")).ok());
  ASSERT_TRUE(submit(request_of("r1", "0912345678")).ok());
  ASSERT_TRUE(submit(request_of("r2", "0912345678")).ok());
  grpc::ClientContext context;
  v1::GetLedgerRequest request;
  request.set_workspace_id("demo");
  v1::GetLedgerResponse ledger;
  ASSERT_TRUE(stub_->GetLedger(&context, request, &ledger).ok());
  EXPECT_EQ(ledger.accepted(), 3);
  EXPECT_EQ(ledger.created(), 1);
  EXPECT_EQ(ledger.updated(), 1);
  EXPECT_EQ(ledger.duplicates(), 1);
  EXPECT_EQ(ledger.leads(), 1);
  EXPECT_EQ(ledger.owned(), 1);
  EXPECT_TRUE(ledger.balanced());
}

}  // namespace
}  // namespace leakproof::api
