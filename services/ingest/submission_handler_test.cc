#include "ingest/submission_handler.h"

#include "ingest/fakes/ingest_fake.h"

namespace leakproof::ingest {
namespace {

TEST_F(Ingest, WhatCannotBecomeALeadIsKept) {
  const auto* no_city = "phone=0901234567";
  auto form = submission("form", "f1", no_city);
  form.set_content_type("application/x-www-form-urlencoded");
  EXPECT_EQ(submit(form), "QUARANTINED\nwhy missing_field: city");
  const auto kept = stream::find<state::v1::Quarantined>(draft, quarantine_key("demo", form.receipt_id()));
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->submission().body(), no_city);
  EXPECT_EQ(kept->reason(), "missing_field");
  EXPECT_EQ(submit(form), "DUPLICATE");
  EXPECT_EQ(submit("google", "g", "<html>").substr(0, 27), "QUARANTINED\nwhy unreadable:");
  EXPECT_EQ(submit("linkedin", "l", R"({"leadGenFormResponse":"urn:1","leadAction":"CREATED"})"),
            "QUARANTINED\nwhy fetch_not_supported: linkedin");
  EXPECT_EQ(submit("linkedin", "d", R"({"leadGenFormResponse":"urn:1","leadAction":"DELETED"})").substr(0, 34),
            "QUARANTINED\nwhy unsupported_event:");
  auto elsewhere = submission("json", "k", kAn);
  elsewhere.set_source_id("gone");
  EXPECT_EQ(submit(elsewhere), "QUARANTINED\nwhy unknown_source: gone");
  elsewhere.set_workspace_id("empty");
  EXPECT_EQ(submit(elsewhere), "QUARANTINED\nwhy no_configuration: empty");
}

TEST_F(Ingest, EnvelopeHoldsReceiptsOfItsOwn) {
  const auto* two =
      R"({"entry":[{"id":"1","campaign_id":"9","changes":[{"field":"email","value":"a@example.com"}]},{"id":"2","campaign_id":"9","changes":[]},
                       {"id":"1","campaign_id":"9","changes":[]}]})";
  EXPECT_EQ(submit("tiktok", "post", two),
            "NOTHING\nlead CREATED\nCREATED_LEAD\nQUARANTINED\nwhy no_contact: phone, email\nDUPLICATE");
  EXPECT_EQ(ledger("tiktok").accepted, 4);
  const auto envelope = envelope_key("demo", receipt_id("demo", "tiktok", "post"));
  EXPECT_EQ(stream::find<state::v1::Envelope>(draft, envelope)->submission().body(), two);
  EXPECT_EQ(stream::find<state::v1::Quarantined>(draft, quarantine_key("demo", receipt_id("demo", "tiktok", "2")))
                ->submission()
                .body(),
            "")
      << "once, not with each lead";
  EXPECT_EQ(fix("a1", receipt_id("demo", "tiktok", "2"), {{"phone", "0901234567"}}),
            "lead CREATED\nCREATED_LEAD\nactivity");
  EXPECT_EQ(changed.lead_changed().lead().last_touch().provider_id(), "2");
  EXPECT_FALSE(draft.get(envelope)) << "nothing of it waits any more";
  EXPECT_EQ(submit("tiktok", "post", two), "DUPLICATE");
}

// Leads that inquire again are told whole: what one effect does not take goes on by a timer, and nothing becomes a dead
// letter.
TEST_F(Ingest, APostOfMoreThanOneEffectTakesGoesOnInSlices) {
  std::string five = R"({"entry":[)";
  for (int i = 1; i <= 5; ++i) {
    const std::string email = i == 3 || i == 5 ? "" : R"({"field":"email","value":"a@example.com"})";
    five += std::string(i == 1 ? "" : ",") + R"({"id":")" + std::to_string(i) + R"(","campaign_id":"9","changes":[)" +
            email + "]}";
  }
  const auto envelope = envelope_key("demo", receipt_id("demo", "tiktok", "post"));
  const auto on_timer = [&] {
    draft.room = 1;
    for (const auto& timer : draft.take_due()) EXPECT_TRUE(processor.on_timer(timer, draft).ok());
    return facts();
  };
  draft.room = 1;
  EXPECT_EQ(submit("tiktok", "post", five + "]}"), "NOTHING\nlead CREATED\nCREATED_LEAD\nlead REPEATED\nUPDATED_LEAD");
  EXPECT_TRUE(draft.get(envelope)) << "the rest is kept";
  EXPECT_EQ(submit("tiktok", "post", five + "]}"), "DUPLICATE") << "it is taken in already";
  EXPECT_EQ(on_timer(), "QUARANTINED\nwhy no_contact: phone, email\nlead REPEATED\nUPDATED_LEAD");
  EXPECT_EQ(fix("a1", receipt_id("demo", "tiktok", "3"), {{"phone", "0901234567"}}),
            "lead CREATED\nCREATED_LEAD\nactivity");
  EXPECT_TRUE(draft.get(envelope)) << "nothing of it waits, and one is to come";
  EXPECT_EQ(on_timer(), "QUARANTINED\nwhy no_contact: phone, email");
  EXPECT_TRUE(draft.get(envelope)) << "one waits";
  fix("a2", receipt_id("demo", "tiktok", "5"), {{"phone", "0901234568"}});
  EXPECT_FALSE(draft.get(envelope));
  EXPECT_EQ(ledger("tiktok").accepted, 7);
  EXPECT_TRUE(draft.take_due().empty());
}

TEST_F(Ingest, QuarantineIsMendedOrGivenUp) {
  const auto receipt = receipt_id("demo", "json", "k1");
  submit("json", "k1", R"({"fields":{"name":"An","phone":"123"}})");
  EXPECT_EQ(ledger("json").quarantined, 1);
  EXPECT_EQ(fix("a1", receipt, {{"email", "nobody"}}), "QUARANTINED\nwhy invalid_phone: phone\nactivity");
  EXPECT_EQ(fix("a2", receipt, {{"phone", "0901234567"}}), "lead CREATED\nCREATED_LEAD\nactivity");
  EXPECT_EQ(changed.lead_changed().lead().contact().full_name(), "An");
  EXPECT_EQ(changed.command_id(), receipt);
  EXPECT_EQ(fix("a3", receipt, {{"phone", "0901234567"}}), "ignored unknown_receipt");
  EXPECT_FALSE(draft.get(quarantine_key("demo", receipt)));

  submit("json", "k2", R"({"fields":{"name":"Spam"}})");
  EXPECT_EQ(fix("a4", receipt_id("demo", "json", "k2"), {}, true), "DISCARDED\nactivity");
  EXPECT_EQ(ledger("json").discarded, 1);
  EXPECT_EQ(ledger("json").quarantined, 0);
}

TEST_F(Ingest, ReplayedSubmissionIsTriedAgainOnlyFromQuarantine) {
  auto made = submission("json", "k1", R"({"fields":{"name":"An"}})");
  submit(made);
  made.set_replayed(true);
  made.set_body(kAn);
  EXPECT_EQ(submit(made), "lead CREATED\nCREATED_LEAD");
  EXPECT_EQ(submit(made), "DUPLICATE");
}

TEST_F(Ingest, ACorrectedBodyIsTriedAgainFromQuarantine) {
  EXPECT_EQ(submit("json", "k1", R"({"fields":{"name":"An"}})"), "QUARANTINED\nwhy no_contact: phone, email");
  EXPECT_EQ(submit("json", "k1", R"({"fields":{"name":"An"}})"), "DUPLICATE") << "the same again";
  EXPECT_EQ(submit("json", "k1", R"({"fields":{"name":"Bo"}})"), "QUARANTINED\nwhy no_contact: phone, email");
  EXPECT_EQ(submit("json", "k1", kAn), "lead CREATED\nCREATED_LEAD");
  EXPECT_EQ(submit("json", "k1", R"({"fields":{"phone":"0907654321"}})"), "DUPLICATE");
  EXPECT_EQ(ledger("json").accepted, 3);
  EXPECT_EQ(ledger("json").quarantined, 0);
}

TEST_F(Ingest, ACorrectedLeadOfAnotherPostIsTriedAgain) {
  const auto post = [](const char* changes) {
    return R"({"entry":[{"id":"1","campaign_id":"9","changes":[{"field":"email","value":"a@example.com"}]},{"id":"2","campaign_id":"9","changes":[)" +
           std::string(changes) + "]}]}";
  };
  submit("tiktok", "first", post(""));
  EXPECT_EQ(submit("tiktok", "second", post(R"({"field":"phone","value":"0901234567"})")),
            "NOTHING\nDUPLICATE\nlead CREATED\nCREATED_LEAD");
  EXPECT_FALSE(draft.get(envelope_key("demo", receipt_id("demo", "tiktok", "first"))));
}

TEST_F(Ingest, ATrappedFormWaitsForAPerson) {
  const auto form = [&](const std::string& id, const std::string& body) {
    auto made = submission("form", id, body);
    made.set_content_type("application/x-www-form-urlencoded");
    return made;
  };
  EXPECT_EQ(submit(form("f1", "phone=0901234567&city=Hue&fax_number=1")), "QUARANTINED\nwhy honeypot: fax_number");
  EXPECT_EQ(ledger("form").quarantined, 1);
  EXPECT_EQ(fix("a1", receipt_id("demo", "form", "f1"), {}), "lead CREATED\nCREATED_LEAD\nactivity");
  EXPECT_EQ(submit(form("f2", "phone=0901234568&city=Hue&fax_number=+%09")), "lead CREATED\nCREATED_LEAD") << "a blank";
  EXPECT_EQ(submit(form("f3", "phone=0901234569&city=Hue&fax_number=")), "lead CREATED\nCREATED_LEAD");
}

TEST_F(Ingest, AFormInAnUnknownCharacterSetWaitsForAPerson) {
  auto form = submission("form", "f1", "phone=0901234567&city=Hu%FF");
  form.set_content_type("application/x-www-form-urlencoded");
  EXPECT_EQ(submit(form).substr(0, 27), "QUARANTINED\nwhy unreadable:");
  EXPECT_EQ(fix("a1", form.receipt_id(), {{"phone", "0901234567"}, {"city", "Huế"}}),
            "lead CREATED\nCREATED_LEAD\nactivity");
}

TEST_F(Ingest, ManyLargeFormsOfOnePersonStayWithinTheLimitOfARecord) {
  for (int i = 0; i < 40; ++i) {
    std::string body = R"({"fields":{"phone":"0901234567")";
    for (int part = 0; part < 3; ++part)
      body += ",\"note" + std::to_string(i) + "x" + std::to_string(part) + "\":\"" + std::string(60'000, 'x') + "\"";
    submit("json", "k" + std::to_string(i), body + "}}");
  }
  const auto& lead = changed.lead_changed().lead();
  EXPECT_LT(lead.ByteSizeLong(), 300'000u);
  EXPECT_EQ(lead.dropped_fields(), 40 * 3 - 4);
  EXPECT_TRUE(lead.contact().personal_fields().contains("note39x2")) << "the newest stay";
  EXPECT_FALSE(lead.contact().personal_fields().contains("note37x0"));
}

TEST_F(Ingest, TimesWithoutAZoneAreTheWorkspaces) {
  submit("json", "k1", R"({"fields":{"phone":"0901234567","submitted_at":"2026-01-05 10:00:00"}})");
  EXPECT_EQ(changed.lead_changed().lead().last_touch().at_micros(), 1767582000000000);
  submit("json", "k2", R"({"fields":{"phone":"0901234567","submitted_at":"yesterday"}})");
  EXPECT_EQ(changed.lead_changed().lead().last_touch().at_micros(), to_micros(kNow));
  EXPECT_EQ(changed.lead_changed().lead().contact().personal_fields().at("submitted_at"), "yesterday");
}

}  // namespace
}  // namespace leakproof::ingest
