#include "ingest/domain/lead.h"

#include <gtest/gtest.h>

namespace leakproof::ingest {
namespace {

const Instant kDay1 = instant_from_micros(1000000);
const Instant kDay2 = instant_from_micros(2000000);

Inquiry inquiry(const std::string& name, const std::string& phone, const std::string& email) {
  Inquiry made;
  made.contact.full_name = Personal(name);
  made.contact.phone = Personal(phone);
  made.contact.email = Personal(email);
  made.attributes["has_phone"] = !phone.empty();
  made.attributes["has_email"] = !email.empty();
  return made;
}
Touchpoint touch(const std::string& receipt) { return {"site", "p", receipt, kDay1, {{"utm_source", receipt}}}; }

TEST(Lead, FirstInquiryMakesIt) {
  const auto lead = new_lead(LeadId("ld_1"), inquiry("An", "+84901", ""), touch("r1"), kDay1);
  EXPECT_EQ(lead.id, LeadId("ld_1"));
  EXPECT_EQ(lead.submissions, 1);
  EXPECT_EQ(lead.first_touch.receipt_id, "r1");
  EXPECT_EQ(lead.last_touch.receipt_id, "r1");
  EXPECT_EQ(lead.attributes.at("submissions"), Value(std::int64_t{1}));
  EXPECT_EQ(lead.attributes.at("consent"), Value(false));
  EXPECT_EQ(lead.created, kDay1);
}

TEST(Lead, RepeatWinsSaveForWhatIdentifies) {
  auto lead = new_lead(LeadId("ld_1"), inquiry("An", "+84901", ""), touch("r1"), kDay1);
  auto again = inquiry("An Tran", "+84902", "an@b.c");
  again.attributes["city"] = "Hue";
  again.attributes["phone_type"] = "fixed";
  repeat(lead, again, touch("r2"), kDay2);
  EXPECT_EQ(lead.contact.full_name.reveal(), "An Tran");
  EXPECT_EQ(lead.contact.phone.reveal(), "+84901");
  EXPECT_EQ(lead.contact.personal_fields.at("other_phone"), "+84902");
  EXPECT_EQ(lead.contact.email.reveal(), "an@b.c");
  EXPECT_EQ(lead.attributes.at("city"), Value("Hue"));
  EXPECT_EQ(lead.attributes.at("has_email"), Value(true));
  EXPECT_FALSE(lead.attributes.contains("phone_type")) << "it describes the other phone";
  EXPECT_EQ(lead.first_touch.receipt_id, "r1");
  EXPECT_EQ(lead.last_touch.receipt_id, "r2");
  EXPECT_EQ(lead.submissions, 2);
  EXPECT_EQ(lead.created, kDay1);
  EXPECT_EQ(lead.updated, kDay2);
}

TEST(Lead, RepeatWithoutAPhoneKeepsWhatIsKnownOfIt) {
  auto lead = new_lead(LeadId("ld_1"), inquiry("An", "+84901", "an@b.c"), touch("r1"), kDay1);
  repeat(lead, inquiry("", "", "an@b.c"), touch("r2"), kDay2);
  EXPECT_EQ(lead.contact.full_name.reveal(), "An");
  EXPECT_EQ(lead.attributes.at("has_phone"), Value(true));
}

TEST(Lead, LatestWordOnConsentCountsAndOptOutStays) {
  auto first = inquiry("An", "+84901", "");
  first.consent = true;
  auto lead = new_lead(LeadId("ld_1"), first, touch("r1"), kDay1);
  repeat(lead, inquiry("An", "+84901", ""), touch("r2"), kDay2);
  EXPECT_TRUE(lead.marketing_consent) << "not asked changes nothing";
  EXPECT_EQ(lead.consent_said, kDay1);
  auto no = inquiry("An", "+84901", "");
  no.consent = false;
  repeat(lead, no, touch("r3"), kDay2);
  EXPECT_FALSE(lead.marketing_consent);
  EXPECT_EQ(lead.consent_said, kDay2);
  opt_out(lead, "email");
  repeat(lead, first, touch("r4"), kDay2);
  EXPECT_TRUE(lead.opted_out);
}
TEST(Lead, AnOptOutIsOfItsChannel) {
  Lead lead;
  opt_out(lead, "email");
  opt_out(lead, "email");
  EXPECT_EQ(lead.opted_out_of, std::vector<std::string>{"email"});
  opt_out(lead, "all");
  EXPECT_EQ(lead.opted_out_of, (std::vector<std::string>{"email", "all"}));
  Lead of_before;
  of_before.opted_out = true;
  opt_out(of_before, "email");
  EXPECT_TRUE(of_before.opted_out_of.empty()) << "it was of all channels";
}

TEST(Identity, Table) {
  const Match a{LeadId("a"), kDay1}, b{LeadId("b"), kDay2};
  struct Case {
    Matches matches;
    const char* lead;
    bool conflict;
  };
  const Case cases[] = {
      {{}, "", false},         {{{}, a, {}}, "a", false}, {{{}, {}, b}, "b", false}, {{{}, a, a}, "a", false},

      {{{}, b, a}, "a", true},  // the oldest, whichever key names it
      {{{}, a, b}, "a", true}, {{b, a, {}}, "a", true},   {{b, {}, {}}, "b", false},
  };
  for (const auto& [matches, lead, conflict] : cases) {
    const auto identity = identify(matches);
    EXPECT_EQ(identity.lead.value_or(LeadId("")).value(), lead);
    EXPECT_EQ(identity.conflict, conflict);
  }
}

}  // namespace
}  // namespace leakproof::ingest
