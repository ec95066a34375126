#include "ingest/ingest_processor.h"

#include "ingest/fakes/ingest_fake.h"

namespace leakproof::ingest {
namespace {

TEST_F(Ingest, SubmissionBecomesALead) {
  EXPECT_EQ(submit("json", "k1", kAn), "lead CREATED\nCREATED_LEAD");
  const auto receipt = receipt_id("demo", "json", "k1");
  EXPECT_EQ(last.command_id(), receipt);
  EXPECT_EQ(last.received_micros(), to_micros(kNow));
  EXPECT_EQ(last.traceparent(), "00-trace");
  EXPECT_EQ(last.lead_id(), lead_id(receipt));
  const auto& lead = changed.lead_changed().lead();
  EXPECT_EQ(lead.lead_id(), lead_id(receipt));
  EXPECT_EQ(lead.contact().full_name(), "Nguyễn An");
  EXPECT_EQ(lead.contact().phone(), "+84901234567");
  EXPECT_EQ(lead.attributes().at("custom.budget").integer(), 5000);
  EXPECT_EQ(lead.attributes().at("source").text(), "json");
  EXPECT_EQ(lead.attributes().at("utm_source").text(), "ads");
  EXPECT_EQ(lead.attributes().at("email_domain").text(), "example.com");
  EXPECT_EQ(lead.first_touch().receipt_id(), receipt);
  EXPECT_EQ(lead.first_touch().provider_id(), "k1");
  EXPECT_EQ(ledger("json").created, 1);
}

TEST_F(Ingest, LeadSurvivesTheCodec) {
  submit("json", "k1", kAn);
  const auto& lead = changed.lead_changed().lead();
  EXPECT_EQ(to_proto(from_proto(lead)).SerializeAsString().size(), lead.SerializeAsString().size());
  EXPECT_EQ(from_proto(lead).attributes.at("custom.budget"), Value(std::int64_t{5000}));
  EXPECT_EQ(from_proto(lead).attributes.at("has_phone"), Value(true));
}

TEST_F(Ingest, SameReceiptIsADuplicate) {
  submit("json", "k1", kAn);
  const auto first = last.lead_id();
  EXPECT_EQ(submit("json", "k1", kAn), "DUPLICATE");
  EXPECT_EQ(last.lead_id(), first);
  EXPECT_FALSE(last.submission_settled().body_differs());
  EXPECT_EQ(submit("json", "k1", R"({"fields":{"phone":"0907654321"}})"), "DUPLICATE");
  EXPECT_TRUE(last.submission_settled().body_differs());
  EXPECT_EQ(ledger("json").duplicates, 2);
  EXPECT_EQ(ledger("json").accepted, 3);
}

TEST_F(Ingest, SameProviderIdUnderAnotherReceiptIsADuplicate) {
  const auto* body = R"({"lead_id":"L1","user_column_data":[{"column_id":"EMAIL","string_value":"an@example.com"}]})";
  EXPECT_EQ(submit("google", "L1", body), "lead CREATED\nCREATED_LEAD");
  EXPECT_EQ(submit("google", "other", body), "DUPLICATE");
  EXPECT_FALSE(last.lead_id().empty());
  EXPECT_EQ(submit("google", "other", body), "DUPLICATE");
}

TEST_F(Ingest, RepeatInquiryUpdatesTheLead) {
  submit("json", "k1", kAn);
  const auto first = last.lead_id();
  auto empty = submission("form", "f1", "x=");
  empty.set_content_type("application/x-www-form-urlencoded");
  EXPECT_EQ(submit(empty), "QUARANTINED\nwhy no_contact: phone, email") << "an empty form";
  auto form = submission("form", "f2", "email=AN%40example.com&thanh_pho=Hue&toi+dong+y=on");
  form.set_content_type("application/x-www-form-urlencoded");
  EXPECT_EQ(submit(form), "lead REPEATED\nUPDATED_LEAD");
  EXPECT_EQ(last.lead_id(), first);
  EXPECT_EQ(changed.lead_changed().lead().submissions(), 2);
  EXPECT_TRUE(changed.lead_changed().lead().marketing_consent());
  EXPECT_EQ(changed.lead_changed().lead().attributes().at("city").text(), "Hue");
  form =
      submission("form", "f3", "email=AN%40example.com&thanh_pho=Hue&toi+dong+y=kh%C3%B4ng+%C4%91%E1%BB%93ng+%C3%BD");
  form.set_content_type("application/x-www-form-urlencoded");
  EXPECT_EQ(submit(form), "lead REPEATED\nUPDATED_LEAD");
  EXPECT_FALSE(changed.lead_changed().lead().marketing_consent()) << "a refusal in words";
  EXPECT_EQ(ledger("form").updated, 2);
}

TEST_F(Ingest, KeysOfTwoLeadsFlagAConflict) {
  submit("json", "k1", R"({"fields":{"phone":"0901234567"}})");
  const auto oldest = last.lead_id();
  draft.set_now(kNow + std::chrono::seconds(1));
  submit("json", "k2", R"({"fields":{"email":"an@example.com"}})");
  EXPECT_NE(last.lead_id(), oldest);
  EXPECT_EQ(submit("json", "k3", R"({"fields":{"phone":"0901234567","email":"an@example.com"}})"),
            "lead REPEATED\nUPDATED_LEAD");
  EXPECT_EQ(last.lead_id(), oldest);
  EXPECT_TRUE(changed.lead_changed().lead().attributes().at("identity_conflict").flag());
  submit("json", "k4", R"({"fields":{"email":"an@example.com"}})");
  EXPECT_NE(last.lead_id(), oldest) << "the e-mail stays with whom it was given first";
}

TEST_F(Ingest, ChatPersonIsOneLead) {
  const auto text = [](const std::string& id) {
    return R"({"event_name":"user_send_text","sender":{"id":"2"},"message":{"text":"hi","msg_id":")" + id + R"("}})";
  };
  EXPECT_EQ(submit("zalo", "m1", text("m1")), "lead CREATED\nCREATED_LEAD");
  EXPECT_EQ(submit("zalo", "probe", "{}"), "NOTHING");
}

// Whoever is known and writes, follows or clicks has not inquired again: it is a touch.
TEST_F(Ingest, WhatAKnownPersonDoesInAChatIsATouch) {
  const auto body = [](const std::string& event, const std::string& rest) {
    return R"({"event_name":")" + event + R"(",)" + rest + R"(,"timestamp":"1760000000123"})";
  };
  EXPECT_EQ(submit("zalo", "f0", body("follow", R"("follower":{"id":"2"})")), "NOTHING") << "nobody knows them";
  submit("zalo", "m1", body("user_send_text", R"("sender":{"id":"2"},"message":{"text":"hi","msg_id":"m1"})"));
  const auto lead = last.lead_id();
  ASSERT_FALSE(lead.empty());
  const std::string message = R"("sender":{"id":"2"},"message":{"text":"you there?","msg_id":"m2"})";
  EXPECT_EQ(submit("zalo", "m2", body("user_send_text", message)), "touch zalo_message\nNOTHING");
  EXPECT_EQ(last.lead_id(), lead);
  EXPECT_EQ(submit("zalo", "m2b", body("user_send_text", message)), "DUPLICATE") << "told twice by the platform";
  EXPECT_EQ(submit("zalo", "f1", body("follow", R"("follower":{"id":"2"})")), "touch zalo_follow\nNOTHING");
  EXPECT_EQ(submit("zalo", "c1", body("user_click_chatnow", R"("user_id":2)")), "touch zalo_click\nNOTHING");
  EXPECT_EQ(submit("zalo", "i1", body("user_submit_info", R"("sender":{"id":"2"},"info":{"phone":"84901234567"})")),
            "lead REPEATED\nUPDATED_LEAD");
}

TEST_F(Ingest, TestsAreSettledAside) {
  EXPECT_EQ(submit("google", "L", R"({"lead_id":"L","is_test":true,"user_column_data":[]})"), "TEST");
  EXPECT_EQ(submit("meta", "444444444444",
                   R"({"entry":[{"changes":[{"field":"leadgen","value":{"leadgen_id":"444444444444"}}]}]})"),
            "TEST");
  EXPECT_TRUE(draft.outbox.empty());
  EXPECT_EQ(ledger("google").tests, 1);
}

constexpr const char* kAnnounced =
    R"({"entry":[{"changes":[{"field":"leadgen","value":{"leadgen_id":"77","form_id":"5"}}]}]})";

TEST_F(Ingest, AnnouncedLeadIsFetched) {
  EXPECT_EQ(submit("meta", "77", kAnnounced), "WAITING");
  ASSERT_EQ(draft.outbox.size(), 1u);
  const auto& entry = draft.outbox.begin()->second;
  EXPECT_EQ(entry.channel(), "fetch");
  lead::v1::FetchLead fetch;
  ASSERT_TRUE(fetch.ParseFromString(entry.payload()));
  EXPECT_EQ(fetch.url().substr(0, 23), "http://graph/77?fields=");
  EXPECT_EQ(fetch.access_token(), "meta_access");
  EXPECT_EQ(fetch.receipt_id(), receipt_id("demo", "meta", "77"));
  EXPECT_EQ(ledger("meta").waiting, 1);

  ASSERT_TRUE(processor.on_outbox(entry, {OutboxOutcome::State::kDelivered, "", 1}, draft).ok());
  EXPECT_EQ(facts(), "");
  auto answer =
      submission("meta", "77", R"({"id":"77","field_data":[{"name":"phone_number","values":["+84901234567"]}]})");
  answer.set_kind("meta_lead");
  EXPECT_EQ(submit(answer), "lead CREATED\nCREATED_LEAD");
  EXPECT_EQ(ledger("meta").waiting, 0);
  EXPECT_EQ(ledger("meta").accepted, 1);
  EXPECT_EQ(submit(answer), "DUPLICATE");
  EXPECT_EQ(submit("meta", "77", kAnnounced), "DUPLICATE");
}

TEST_F(Ingest, FailedFetchIsKeptAndCanBeTriedAgain) {
  submit("meta", "77", kAnnounced);
  const auto entry = draft.outbox.begin()->second;
  const auto receipt = receipt_id("demo", "meta", "77");
  ASSERT_TRUE(processor.on_outbox(entry, {OutboxOutcome::State::kFailed, "status 400", 5}, draft).ok());
  EXPECT_EQ(facts(), "QUARANTINED\nwhy fetch_failed: status 400");
  ASSERT_TRUE(processor.on_outbox(entry, {OutboxOutcome::State::kFailed, "status 400", 5}, draft).ok());
  EXPECT_EQ(facts(), "") << "an outcome counts once";
  draft.outbox.clear();
  draft.set_cause("second");
  EXPECT_EQ(fix("a1", receipt, {}), "WAITING\nactivity");
  ASSERT_EQ(draft.outbox.size(), 1u);
  EXPECT_NE(draft.outbox.begin()->first, entry.id()) << "another call, another idempotency key";
  ASSERT_TRUE(
      processor.on_outbox(draft.outbox.begin()->second, {OutboxOutcome::State::kFailed, "gone", 5}, draft).ok());
  facts();
  EXPECT_EQ(fix("a2", receipt, {{"phone", "0901234567"}}), "lead CREATED\nCREATED_LEAD\nactivity");
}

TEST_F(Ingest, ActivitiesPassOnceAndKnownLeadsOnly) {
  submit("json", "k1", kAn);
  const auto lead = last.lead_id();
  auto touch = activity("t1", lead);
  touch.mutable_touch()->set_type("pricing_view");
  EXPECT_EQ(act(touch), "activity");
  EXPECT_EQ(last.command_id(), "t1");
  EXPECT_EQ(last.lead_id(), lead);
  EXPECT_EQ(act(touch), "ignored duplicate");
  auto stranger = activity("t2", "ld_unknown");
  stranger.mutable_claim()->set_member_id("lan");
  EXPECT_EQ(act(stranger), "ignored unknown_lead");
  auto presence = activity("t3");
  presence.mutable_presence()->set_online(true);
  EXPECT_EQ(act(presence), "activity");
}

TEST_F(Ingest, ActivityIsRememberedForEightyHours) {
  auto presence = activity("t1");
  presence.mutable_presence()->set_online(true);
  act(presence);
  draft.set_now(kNow + std::chrono::hours(80) - Duration(1));
  EXPECT_TRUE(draft.take_due().empty());
  EXPECT_EQ(act(presence), "ignored duplicate");
  draft.set_now(kNow + std::chrono::hours(80));
  for (const auto& timer : draft.take_due()) ASSERT_TRUE(processor.on_timer(timer, draft).ok());
  EXPECT_FALSE(draft.get(activity_key("demo", "t1")));
}

TEST_F(Ingest, OptOutStays) {
  submit("json", "k1", kAn);
  auto opt_out = activity("o1", last.lead_id());
  opt_out.mutable_opt_out()->set_channel("all");
  EXPECT_EQ(act(opt_out), "activity");
  submit("json", "k2", kAn);
  EXPECT_TRUE(changed.lead_changed().lead().opted_out());
  ASSERT_EQ(changed.lead_changed().lead().opted_out_of_size(), 1);
  EXPECT_EQ(changed.lead_changed().lead().opted_out_of(0), "all");
}

TEST_F(Ingest, ConfigurationsAreAcceptedInOrder) {
  lead::v1::ConfigCommand command;
  command.set_workspace_id("new");
  command.set_request_id("r1");
  command.set_yaml("workspace: other");
  ASSERT_TRUE(take("workspace.config", command).ok());
  EXPECT_EQ(facts(), "refused at 0");
  EXPECT_EQ(last.command_id(), "r1");
  EXPECT_FALSE(draft.get(config_key("new")));

  command.set_request_id("r2");
  command.set_yaml(
      "workspace: new\nzone: Asia/Ho_Chi_Minh\nsources: [{id: api, kind: json}]\nmembers: [{id: lan, name: Lan}]\n"
      "pools: [{id: sales, members: [lan]}]\nfallback: {pool: sales}\n");
  for (const char* again : {"applied 1", "applied 1"}) {
    ASSERT_TRUE(take("workspace.config", command).ok());
    EXPECT_EQ(facts(), again) << "a retry of the same request changes nothing";
  }
  config::v1::Workspace workspace;
  ASSERT_TRUE(workspace.ParseFromString(last.config_applied().workspace()));
  EXPECT_EQ(workspace.workspace_id(), "new");
  command.set_request_id("r3");
  ASSERT_TRUE(take("workspace.config", command).ok());
  EXPECT_EQ(facts(), "refused at 1") << "it was written over version 0";
  command.set_expected_version(1);
  command.set_author("an");
  ASSERT_TRUE(take("workspace.config", command).ok());
  EXPECT_EQ(facts(), "applied 2");
  EXPECT_EQ(stream::find<state::v1::ConfigVersion>(draft, config_version_key("new", 1))->yaml(), command.yaml());
  EXPECT_EQ(stream::find<state::v1::ConfigVersion>(draft, config_version_key("new", 2))->author(), "an");
}

TEST_F(Ingest, NewConfigurationIsUsedFromItsPlaceOn) {
  submit("json", "k1", kAn);
  auto version = *stream::find<state::v1::ConfigVersion>(draft, config_key("demo"));
  config::v1::Workspace workspace;
  workspace.ParseFromString(version.workspace());
  workspace.mutable_sources(0)->add_required("company");
  version.set_workspace(workspace.SerializeAsString());
  draft.put(config_key("demo"), version.SerializeAsString());
  EXPECT_EQ(submit("json", "k2", kAn), "lead REPEATED\nUPDATED_LEAD") << "cached";
  processor.invalidate_caches();
  EXPECT_EQ(submit("json", "k3", kAn), "QUARANTINED\nwhy missing_field: company");
}

TEST_F(Ingest, PoisonIsRefused) {
  stream::Record garbage;
  garbage.value = "\xff\xff";
  for (const char* topic : {"lead.submissions", "sales.activities", "workspace.config", "elsewhere"}) {
    auto status = processor.on_record(topic, garbage, draft);
    ASSERT_FALSE(status.ok()) << topic;
    EXPECT_EQ(status.error().disposition(), Disposition::kRefuse);
  }
  auto made = submission("json", "k1", kAn);
  made.set_kind("fax");
  EXPECT_FALSE(take("lead.submissions", made).ok());
  made = submission("json", "k1", kAn);
  made.clear_workspace_id();
  EXPECT_FALSE(take("lead.submissions", made).ok());
  EXPECT_FALSE(take("sales.activities", activity("empty")).ok());
  for (const auto& id : {std::string("demo\0quarantine", 15), std::string(100'000, 'x')}) {
    made = submission("json", "k1", kAn);
    made.set_workspace_id(id);
    EXPECT_FALSE(take("lead.submissions", made).ok());
    made = submission("json", "k1", kAn);
    made.set_receipt_id(id);
    EXPECT_FALSE(take("lead.submissions", made).ok());
    auto about = activity("a1");
    about.mutable_claim();
    about.set_lead_id(id);
    EXPECT_FALSE(take("sales.activities", about).ok());
  }
  lead::v1::Event event;
  EXPECT_FALSE(processor.on_event(event, draft).ok());
  EXPECT_EQ(facts(), "");
}

TEST_F(Ingest, WhatStandsOnAnotherPartitionIsHandedOverWhateverItIs) {
  const std::int32_t home = stream::partition_of("demo", 3);
  IngestProcessor elsewhere(real_text(), 3);
  stream::DraftFake there(kNow, (home + 1) % 3);
  lead::v1::Activity activity;
  activity.set_workspace_id("demo");
  activity.set_activity_id("a1");
  activity.set_lead_id("unknown there");
  activity.mutable_touch();
  lead::v1::ConfigCommand command;
  command.set_workspace_id("demo");
  const std::pair<const char*, std::string> records[] = {
      {"lead.submissions", submission("json", "1", "{}").SerializeAsString()},
      {"sales.activities", activity.SerializeAsString()},
      {"workspace.config", command.SerializeAsString()}};
  for (const auto& [topic, value] : records) {
    stream::Record record;
    record.value = value;
    ASSERT_TRUE(elsewhere.on_record(topic, record, there).ok());
    EXPECT_TRUE(there.take_events().empty()) << topic << ": no fact of a workspace that is not here";
    ASSERT_EQ(there.outbox.size(), 1u);
    auto entry = there.outbox.begin()->second;
    lead::v1::DeadLetter put_aside;
    ASSERT_TRUE(put_aside.ParseFromString(entry.payload()));
    EXPECT_EQ(put_aside.topic(), topic);
    EXPECT_EQ(put_aside.value(), value);
    there.outbox.clear();
    ASSERT_TRUE(elsewhere.on_outbox(entry, {OutboxOutcome::State::kDelivered, ""}, there).ok());
  }
  EXPECT_TRUE(there.outbox.empty());
}

}  // namespace
}  // namespace leakproof::ingest
