#include "leadctl/event_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/journey_exits.h"

namespace leakproof::leadctl {
namespace {

using lead::v1::Event;
using messages::Language;

std::string english(const Event& event) { return words_of(event, Language::kEnglish); }

TEST(EventWords, EveryKindOfFactAboutALeadHasWordsInEachLanguage) {
  // Of a workspace, of a submission that is no lead, or kept whole in the dead letters.
  const std::set<std::string> of_no_lead = {"config_applied", "config_refused", "quarantined", "dead_letter",
                                            "zone_data_applied"};
  const auto* body = Event::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    Event event;
    event.GetReflection()->MutableMessage(&event, body->field(i));
    const bool told = !of_no_lead.contains(body->field(i)->name());
    for (const auto& row : messages::kLanguages)
      EXPECT_EQ(!words_of(event, row.value).empty(), told) << row.code << ' ' << body->field(i)->name();
  }
}

TEST(EventWords, WhoAndWhatAndWhy) {
  Event event;
  auto& change = *event.mutable_assignment_changed();
  change.set_state(lead::v1::AssignmentChanged::RECLAIMED);
  change.set_member_id("lan");
  change.set_reason("sla_expired");
  EXPECT_EQ(english(event), "Taken back from lan: sla_expired.");
  EXPECT_EQ(words_of(event, Language::kVietnamese), "Thu lại từ lan: sla_expired.");
  change.set_state(lead::v1::AssignmentChanged::CLOSED);
  change.set_reason("won");
  change.set_value_minor(125050);
  change.set_currency("USD");
  EXPECT_EQ(english(event), "Closed: won, 1250.50 USD.");
  change.set_state(lead::v1::AssignmentChanged::ASSIGNED);
  EXPECT_EQ(english(event), "lan got the lead.");
  change.set_state(lead::v1::AssignmentChanged::OFFERED);
  EXPECT_EQ(english(event), "lan may take the lead.");
  auto& delivery = *event.mutable_delivery();
  delivery.set_state(lead::v1::Delivery::FAILED);
  delivery.set_channel("webhook");
  delivery.set_detail("HTTP 410");
  EXPECT_EQ(english(event), "A message by webhook was given up: HTTP 410.");
  delivery.set_detail("550 5.1.1");
  delivery.set_recipient_gone(true);
  EXPECT_EQ(english(event), "A message by webhook was given up: 550 5.1.1, the address does not exist.");
  delivery.set_state(lead::v1::Delivery::SUPPRESSED);
  delivery.set_recipient_gone(false);
  delivery.set_detail("already_sent");
  EXPECT_EQ(english(event), "A message by webhook was not sent: the address has had it, for another lead.");
  auto& enrolment = *event.mutable_enrolment_changed();
  enrolment.set_state(lead::v1::EnrolmentChanged::EXITED);
  enrolment.set_journey_id("cold");
  enrolment.set_reason("no_consent");
  EXPECT_EQ(english(event), "Journey cold ended: the person did not agree to messages.");
  enrolment.set_reason("what the author wrote");
  EXPECT_EQ(english(event), "Journey cold ended: what the author wrote.");
  auto& moved = *event.mutable_due_moved();
  moved.set_zone_data_before("2025b");
  moved.set_zone_data("2026f");
  auto& time = *moved.add_times();
  time.set_timer("breach");
  time.set_from_micros(1'796'144'400'000'000);
  time.set_to_micros(1'796'140'800'000'000);
  EXPECT_EQ(english(event),
            "The time to answer by moved from 2026-12-01T17:00:00Z to 2026-12-01T16:00:00Z. Zone data 2025b -> 2026f.");
  auto& settled = *event.mutable_submission_settled();
  settled.set_state(lead::v1::SubmissionSettled::CREATED_LEAD);
  settled.set_source_id("site");
  EXPECT_EQ(english(event), "A submission became this lead (site).");
  settled.add_unread_values("country");
  settled.add_unread_values("custom.budget");
  EXPECT_EQ(english(event),
            "A submission became this lead (site). The values of country, custom.budget could not be read: they are "
            "kept as text, and rules miss them.");
  event.mutable_activity()->set_actor("lan");
  auto& feedback = *event.mutable_activity()->mutable_feedback();
  feedback.set_outcome(lead::v1::Feedback::UNREACHABLE);
  feedback.set_reason("no ring");
  EXPECT_EQ(english(event), "lan said: unreachable, no ring.");
  event.mutable_lead_scored()->set_total(62.5);
  event.mutable_lead_scored()->set_grade("hot");
  event.mutable_lead_scored()->set_stage("mql");
  EXPECT_EQ(english(event), "Scored: 62.5 points, hot, mql.");
}

// The names that a kind of fact may have a text for: its own, and one a state of it.
std::set<std::string> keys_of(const google::protobuf::FieldDescriptor& kind) {
  std::set<std::string> keys = {kind.name()};
  const auto& message = *kind.message_type();
  const auto add = [&](std::string name) {
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    keys.insert(kind.name() + "." + name);
  };
  for (int i = 0; i < message.enum_type_count(); ++i) {
    for (int k = 0; k < message.enum_type(i)->value_count(); ++k) add(message.enum_type(i)->value(k)->name());
  }
  for (int i = 0; i < message.oneof_decl_count(); ++i) {
    for (int k = 0; k < message.oneof_decl(i)->field_count(); ++k) add(message.oneof_decl(i)->field(k)->name());
  }
  return keys;
}

TEST(EventWords, NoTextIsLeftOver) {
  std::set<std::string> known;
  const auto* body = Event::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) known.merge(keys_of(*body->field(i)));
  for (const char* why : {"already_sent", "missing_value"}) known.insert(std::string("why.") + why);
  known.insert("submission_settled.unread");
  for (const char* timer : {"warn", "breach", "next_warn", "next_breach", "message"})
    known.insert(std::string("due_moved.") + timer);
  for (const auto& exit : kJourneyExits) known.insert("why." + std::string(exit.reason));
  for (const auto& row : messages::kLanguages) {
    const auto keys = messages_in(row.value).keys();
    for (const auto& exit : kJourneyExits)
      EXPECT_TRUE(std::ranges::binary_search(keys, "why." + std::string(exit.reason))) << exit.reason;
    for (const auto& key : keys) EXPECT_TRUE(known.contains(key)) << key;
  }
}

TEST(EventWords, AStateOfALaterVersionIsNamedAsTheWireNamesIt) {
  Event event;
  event.mutable_delivery()->set_state(lead::v1::Delivery::STATE_UNSPECIFIED);
  EXPECT_EQ(english(event), "state_unspecified");
}

}  // namespace
}  // namespace leakproof::leadctl
