#include "ingest/domain/inquiry.h"

#include <gtest/gtest.h>

#include "ingest/domain/fakes/plain_text_fake.h"

namespace leakproof::ingest {
namespace {

const Instant kReceived = instant_from_micros(1767582700000000);

SourceRules rules() {
  SourceRules rules;
  rules.source_id = "site";
  rules.kind = "form";
  rules.default_region = "VN";
  rules.aliases = built_in_aliases();
  rules.custom = {{"budget", {ValueType::kInteger, false}}, {"vip", {ValueType::kFlag, false}},
                  {"tags", {ValueType::kList, false}},      {"since", {ValueType::kInstant, false}},
                  {"rate", {ValueType::kReal, false}},      {"illness", {ValueType::kText, true}}};
  for (const auto& [name, field] : rules.custom) rules.aliases[name] = "custom." + name;
  return rules;
}

DecodedLead item(std::vector<std::pair<std::string, std::string>> fields) {
  DecodedLead item;
  for (auto& [name, value] : fields) item.fields.push_back({{name}, {value}});
  return item;
}
std::variant<Inquiry, Rejection> read(const DecodedLead& item, const SourceRules& with = rules()) {
  return inquiry_of(item, with, plain_text(), kReceived);
}
Inquiry accepted(const DecodedLead& item) { return std::get<Inquiry>(read(item)); }

TEST(Inquiry, SplitsContactFromAttributes) {
  const auto inquiry = accepted(item({{"name", "An"},
                                      {"phone", "0901234567"},
                                      {"email", "an@gmail.com"},
                                      {"city", "Hue"},
                                      {"message", "call me"},
                                      {"utm_source", "ads"},
                                      {"shoe size", "42"}}));
  EXPECT_EQ(inquiry.contact.full_name.reveal(), "An");
  EXPECT_EQ(inquiry.contact.phone.reveal(), "+84901234567");
  EXPECT_EQ(inquiry.contact.email.reveal(), "an@gmail.com");
  EXPECT_EQ(inquiry.contact.personal_fields,
            (std::map<std::string, std::string>{{"message", "call me"}, {"shoe size", "42"}}));
  const Attributes expected = {{"source", "site"},  {"kind", "form"},       {"city", "Hue"},
                               {"country", "VN"},   {"phone_region", "VN"}, {"phone_type", "mobile"},
                               {"has_phone", true}, {"has_email", true},    {"email_domain", "gmail.com"},
                               {"free_mail", true}, {"utm_source", "ads"}};
  EXPECT_EQ(inquiry.attributes, expected);
  EXPECT_EQ(inquiry.attribution, (Attribution{{"utm_source", "ads"}}));
}

TEST(Inquiry, CustomFieldsHaveTheirTypes) {
  auto with = item({{"phone", "0901234567"},
                    {"budget", "5000"},
                    {"vip", "Yes"},
                    {"rate", "0.5"},
                    {"illness", "none"},
                    {"since", "2026-01-05T03:10:22Z"}});
  with.fields.push_back({{"tags"}, {"a", "b"}});
  const auto inquiry = accepted(with);
  EXPECT_EQ(inquiry.attributes.at("custom.budget"), Value(std::int64_t{5000}));
  EXPECT_EQ(inquiry.attributes.at("custom.vip"), Value(true));
  EXPECT_EQ(inquiry.attributes.at("custom.rate"), Value(0.5));
  EXPECT_EQ(inquiry.attributes.at("custom.tags"), Value(std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(inquiry.attributes.at("custom.since"), Value(instant_from_micros(1767582622000000)));
  EXPECT_FALSE(inquiry.attributes.contains("custom.illness"));
  EXPECT_EQ(inquiry.contact.personal_fields.at("illness"), "none");
}

TEST(Inquiry, ValueOfAnotherTypeIsKeptForPeople) {
  const auto inquiry =
      accepted(item({{"phone", "0901234567"}, {"budget", "about 5000"}, {"vip", "maybe"}, {"since", "soon"}}));
  EXPECT_FALSE(inquiry.attributes.contains("custom.budget"));
  EXPECT_EQ(inquiry.contact.personal_fields,
            (std::map<std::string, std::string>{{"budget", "about 5000"}, {"vip", "maybe"}, {"since", "soon"}}));
}

TEST(Inquiry, WhatIsNoNumberIsNoReal) {
  for (const char* text : {"nan", "inf", "-inf", "NaN", "Infinity", "1e999"}) {
    const auto inquiry = accepted(item({{"phone", "0901234567"}, {"rate", text}}));
    EXPECT_FALSE(inquiry.attributes.contains("custom.rate")) << text;
    EXPECT_EQ(inquiry.contact.personal_fields.at("rate"), text);
  }
}

TEST(Inquiry, RejectsWithTheReason) {
  struct Case {
    DecodedLead item;
    std::vector<std::string> required;
    const char* reason;  // "" = accepted
    const char* detail;
  };
  const Case cases[] = {
      {item({{"name", "An"}}), {}, "no_contact", "phone, email"},
      {item({{"phone", "12"}}), {}, "invalid_phone", "phone"},
      {item({{"email", "an"}}), {}, "invalid_email", "email"},
      {item({{"phone", "12"}, {"email", "an@b.c"}}), {}, "", ""},
      {item({{"phone", "0901234567"}, {"email", "an"}}), {}, "", ""},
      {item({{"email", "an@b.c"}}), {"phone", "city", "custom.budget"}, "missing_field", "phone, city, custom.budget"},
      {item({{"email", "an@b.c"}, {"budget", "1"}}), {"budget"}, "", ""},
      {item({{"email", "an@b.c"}}), {"full_name"}, "missing_field", "full_name"},
  };
  for (const auto& c : cases) {
    auto with = rules();
    with.required = c.required;
    const auto outcome = read(c.item, with);
    const auto* rejection = std::get_if<Rejection>(&outcome);
    EXPECT_EQ(rejection ? code_of(rejection->reason) : "", c.reason);
    EXPECT_EQ(rejection ? rejection->detail : "", c.detail);
  }
}

TEST(Inquiry, ChatPersonIsAContact) {
  auto chat = item({{"message", "hello"}});
  chat.person_id = "z1";
  EXPECT_EQ(accepted(chat).person_id, "z1");
}

TEST(Inquiry, NameIsComposedInTheOrderOfThePersonsLanguageOrCountry) {
  const struct {
    const char *region, *field, *value, *full;
  } rows[] = {
      {"VN", "city", "Hue", "Petersen Anna"},           {"DE", "city", "Kiel", "Anna Petersen"},
      {"VN", "country", "DE", "Anna Petersen"},         {"VN", "country", "Germany", "Anna Petersen"},
      {"VN", "language", "de", "Anna Petersen"},        {"DE", "language", "vi", "Petersen Anna"},
      {"DE", "phone", "+84901234567", "Petersen Anna"},
  };
  for (const auto& row : rows) {
    auto with = rules();
    with.default_region = row.region;
    const auto lead =
        item({{"first_name", "Anna"}, {"last_name", "Petersen"}, {"email", "a@b.c"}, {row.field, row.value}});
    EXPECT_EQ(std::get<Inquiry>(read(lead, with)).contact.full_name.reveal(), row.full) << row.field << row.value;
  }
}

TEST(Inquiry, ConsentIsWhatWasSaid) {
  const std::pair<const char*, std::optional<bool>> cases[] = {
      {"on", true}, {"no", false}, {"", std::nullopt}, {"perhaps", std::nullopt}};
  for (const auto& [said, consent] : cases)
    EXPECT_EQ(accepted(item({{"email", "a@b.c"}, {"consent", said}})).consent, consent) << said;
}

TEST(Inquiry, SubmittedAtIsNeverLaterThanReceived) {
  auto with = item({{"email", "a@b.c"}, {"submitted_at", "2026-01-05T03:10:22Z"}});
  EXPECT_EQ(accepted(with).submitted_at, instant_from_micros(1767582622000000));
  with.submitted_at = kReceived + std::chrono::hours(1);
  EXPECT_EQ(accepted(with).submitted_at, kReceived);
}

TEST(Inquiry, TestsAreKnownByTheirPatterns) {
  EXPECT_FALSE(is_test(item({{"email", "an@b.c"}})));
  EXPECT_TRUE(is_test(item({{"email", "test@fb.com"}})));
  EXPECT_TRUE(is_test(item({{"email", "test@meta.com"}})));
  EXPECT_TRUE(is_test(item({{"name", "<test lead: dummy data for full_name>"}})));
  DecodedLead button;
  button.provider_id = "444444444444";
  EXPECT_TRUE(is_test(button));
}

}  // namespace
}  // namespace leakproof::ingest
