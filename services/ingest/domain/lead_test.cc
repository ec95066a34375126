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

TEST(Lead, GuessNeverBeatsWhatWasSaid) {
  auto guessed = inquiry("An", "+84901", "");
  guessed.country_of_phone = "VN";
  auto lead = new_lead(LeadId("ld_1"), guessed, touch("r1"), kDay1);
  EXPECT_EQ(lead.attributes.at("country"), Value("VN"));
  auto stated = inquiry("An", "+84901", "");
  stated.attributes["country"] = std::string("DE");
  stated.country_of_phone = "VN";
  repeat(lead, stated, touch("r2"), kDay2);
  EXPECT_EQ(lead.attributes.at("country"), Value("DE"));
  repeat(lead, guessed, touch("r3"), kDay2);
  EXPECT_EQ(lead.attributes.at("country"), Value("DE"));
}

TEST(Lead, CountryThatCannotBeReadNeverBeatsOneThatIsKnown) {
  auto first = inquiry("An", "+84901", "");
  first.attributes["country"] = std::string("DE");
  auto lead = new_lead(LeadId("ld_1"), first, touch("r1"), kDay1);
  auto unread = inquiry("An", "+84901", "");
  unread.unread = {"country"};
  for (const char* text : {"Atlantis", "Lemuria"}) {
    unread.attributes["country"] = std::string(text);
    repeat(lead, unread, touch("r2"), kDay2);
    EXPECT_EQ(lead.attributes.at("country"), Value("DE"));
    EXPECT_EQ(lead.contact.personal_fields.at("country"), text);
    EXPECT_EQ(lead.attributes.at("unread_value"), Value(std::vector<std::string>{"country"}));
  }
  lead.attributes["country"] = std::string("Atlantis");
  repeat(lead, unread, touch("r3"), kDay2);
  EXPECT_EQ(lead.attributes.at("country"), Value("Lemuria")) << "in place of another that nobody could read";
}

TEST(Lead, CountryIsThatOfThePhoneWhichIsKept) {
  auto lead = new_lead(LeadId("ld_1"), inquiry("An", "", "an@b.c"), touch("r1"), kDay1);
  auto first = inquiry("An", "+4930", "an@b.c"), second = inquiry("An", "+84901", "an@b.c");
  first.country_of_phone = "";  // one that is in doubt
  second.country_of_phone = "VN";
  repeat(lead, first, touch("r2"), kDay2);
  repeat(lead, second, touch("r3"), kDay2);
  EXPECT_FALSE(lead.attributes.contains("country"));
  EXPECT_EQ(lead.contact.personal_fields.at("other_phone"), "+84901");
}

TEST(Lead, UnreadValuesAreMarkedUntilOneIsRead) {
  auto first = inquiry("An", "+84901", "");
  first.unread = {"custom.budget", "email"};
  auto lead = new_lead(LeadId("ld_1"), first, touch("r1"), kDay1);
  using Names = std::vector<std::string>;
  EXPECT_EQ(lead.attributes.at("unread_value"), Value(Names{"custom.budget", "email"}));
  auto second = inquiry("An", "+84901", "");
  second.attributes["custom.budget"] = std::int64_t{5};
  second.unread = {"country"};
  repeat(lead, second, touch("r2"), kDay2);
  EXPECT_EQ(lead.attributes.at("unread_value"), Value(Names{"country", "email"}));
  second.unread.clear();
  second.attributes["country"] = std::string("VN");
  second.contact.email = Personal(std::string("an@b.c"));
  repeat(lead, second, touch("r3"), kDay2);
  EXPECT_FALSE(lead.attributes.contains("unread_value"));
}

TEST(Lead, ProvinceFollowsThePlace) {
  auto lead = new_lead(LeadId("ld_1"), inquiry("An", "+84901", ""), touch("r1"), kDay1);
  auto moved = inquiry("An", "+84901", "");
  moved.attributes["city"] = std::string("TP. Huế");
  moved.attributes["province"] = std::string("Huế");
  moved.attributes["province_now"] = std::string("Huế");
  repeat(lead, moved, touch("r2"), kDay2);
  EXPECT_EQ(lead.attributes.at("province"), Value("Huế"));
  moved.attributes.erase("province");
  moved.attributes.erase("province_now");
  moved.attributes["city"] = std::string("Paris");
  repeat(lead, moved, touch("r3"), kDay2);
  EXPECT_FALSE(lead.attributes.contains("province"));
  EXPECT_FALSE(lead.attributes.contains("province_now"));
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

TEST(Lead, TheOldestFieldsGiveWay) {
  const auto with = [](const std::string& name, std::size_t bytes) {
    auto made = inquiry("An", "+84901", "");
    made.contact.personal_fields[name] = std::string(bytes, 'x');
    return made;
  };
  auto lead = new_lead(LeadId("ld_1"), with("a", 100'000), touch("r1"), kDay1);
  repeat(lead, with("b", 100'000), touch("r2"), kDay1);
  repeat(lead, with("a", 100'000), touch("r3"), kDay1);
  EXPECT_EQ(lead.dropped_fields, 0);
  repeat(lead, with("c", 100'000), touch("r4"), kDay1);
  EXPECT_EQ(lead.dropped_fields, 1);
  EXPECT_FALSE(lead.contact.personal_fields.contains("b")) << "a was given again since";
  auto both = with("d", 200'000);
  both.contact.personal_fields["e"] = std::string(100'000, 'x');
  repeat(lead, std::move(both), touch("r5"), kDay1);
  EXPECT_EQ(lead.contact.personal_fields.size(), 1u);
  EXPECT_TRUE(lead.contact.personal_fields.contains("e")) << "of one age the largest goes first";
  EXPECT_EQ(lead.field_ages.size(), 1u);
}

TEST(Identity, Table) {
  const Match a{LeadId("a"), kDay1}, b{LeadId("b"), kDay2};
  struct Case {
    std::vector<Match> matches;
    const char* lead;
    bool conflict;
  };
  const Case cases[] = {
      {{}, "", false},     {{a}, "a", false}, {{b}, "b", false}, {{a, a}, "a", false},

      {{b, a}, "a", true},  // the oldest, whichever key names it
      {{a, b}, "a", true},
  };
  for (const auto& [matches, lead, conflict] : cases) {
    const auto identity = identify(matches);
    EXPECT_EQ(identity.lead.value_or(LeadId("")).value(), lead);
    EXPECT_EQ(identity.conflict, conflict);
  }
}

}  // namespace
}  // namespace leakproof::ingest
