#include "ingest/domain/inquiry.h"

#include <gtest/gtest.h>

#include "ingest/domain/contact_reading.h"
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
                  {"rate", {ValueType::kReal, false}},      {"illness", {ValueType::kText, true}},
                  {"product", {ValueType::kText, false}}};
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
                               {"province", "Hue"}, {"phone_region", "VN"}, {"phone_type", "mobile"},
                               {"has_phone", true}, {"has_email", true},    {"email_domain", "gmail.com"},
                               {"free_mail", true}, {"utm_source", "ads"}};
  EXPECT_EQ(inquiry.attributes, expected);
  EXPECT_EQ(inquiry.attribution, (Attribution{{"utm_source", "ads"}}));
}

TEST(Inquiry, AProvinceIsKnownByTheOneOfTodayToo) {
  const auto inquiry = accepted(item({{"phone", "0901234567"}, {"city", "Bình Dương"}}));
  EXPECT_EQ(inquiry.attributes.at("province"), Value("Bình Dương"));
  EXPECT_EQ(inquiry.attributes.at("province_now"), Value("Hồ Chí Minh"));
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

TEST(Inquiry, SeveralAnswersToOneQuestion) {
  struct Case {
    const char* field;
    std::vector<std::string> answers;
    Value value;
    const char* kept;  // for people; "" = nothing
  };
  const Case cases[] = {
      {"tags", {"erp", "wms"}, std::vector<std::string>{"erp", "wms"}, ""},
      {"tags", {"wms, erp"}, std::vector<std::string>{"wms", "erp"}, ""},
      {"tags", {"[\"wms\",\"erp\"]"}, std::vector<std::string>{"wms", "erp"}, ""},
      {"tags", {"Acme, Inc.", "b"}, std::vector<std::string>{"Acme, Inc.", "b"}, ""},
      {"tags", {"erp、wms，crm；hr،bi"}, std::vector<std::string>{"erp", "wms", "crm", "hr", "bi"}, ""},
      {"tags", {"erp<br>wms<br />crm<BR/>"}, std::vector<std::string>{"erp", "wms", "crm"}, ""},
      {"tags", {"ERP (Finance, HR), WMS"}, std::vector<std::string>{"ERP (Finance, HR)", "WMS"}, ""},
      {"tags", {"ERP (Finance, HR)"}, std::vector<std::string>{"ERP (Finance, HR)"}, ""},
      {"tags", {"erp\r\nwms\n"}, std::vector<std::string>{"erp", "wms"}, ""},
      {"tags", {"Acme, Inc.\nb"}, std::vector<std::string>{"Acme, Inc.", "b"}, ""},
      {"product", {"erp\nwms"}, std::string("erp\nwms"), ""},  // a text; the real clean() makes one line of it
      {"tags", {"(a, b"}, std::vector<std::string>{"(a", "b"}, ""},
      {"tags", {"a), b :), c"}, std::vector<std::string>{"a)", "b :)", "c"}, ""},
      {"tags", {"\"Acme, Inc.\", \"b\""}, std::vector<std::string>{"Acme, Inc.", "b"}, ""},
      {"tags", {"5\" disk, 3\" disk"}, std::vector<std::string>{"5\" disk", "3\" disk"}, ""},
      {"product", {"erp", "wms"}, std::string("erp, wms"), ""},
      {"budget", {"5", "7"}, std::int64_t{5}, "5, 7"},
      {"vip", {"0", "1"}, true, "0, 1"},  // a box behind its hidden "0"
  };
  for (const auto& c : cases) {
    auto with = item({{"phone", "0901234567"}});
    with.fields.push_back({{c.field}, c.answers});
    const auto inquiry = accepted(with);
    EXPECT_EQ(inquiry.attributes.at("custom." + std::string(c.field)), c.value) << c.field;
    const auto kept = inquiry.contact.personal_fields.find(c.field);
    EXPECT_EQ(kept == inquiry.contact.personal_fields.end() ? "" : kept->second, c.kept) << c.field;
  }
}

TEST(Inquiry, NumbersOfAFormatAreNoTextsOfPeople) {
  const std::pair<const char*, Value> cases[] = {
      {"2.125", 2.125}, {"50000.0", 50000.0}, {"-7", -7.0}, {"5000", 5000.0}};
  for (const auto& [written, value] : cases) {
    auto with = item({{"phone", "0901234567"}});
    with.fields.push_back({{"rate"}, {written}, true});
    auto text = plain_text();
    text.number = [](std::string_view, std::string_view, NumberKind) { return std::optional<std::string>(); };
    EXPECT_EQ(std::get<Inquiry>(inquiry_of(with, rules(), text, kReceived)).attributes.at("custom.rate"), value);
  }
}

TEST(Inquiry, ANumberIsReadForWhatItsFieldHolds) {
  auto text = plain_text();
  std::string asked;
  text.number = [&](std::string_view in, std::string_view, NumberKind kind) {
    asked += std::string(in) + (kind == NumberKind::kWhole ? " whole " : " real ");
    return std::optional<std::string>();
  };
  inquiry_of(item({{"phone", "0901234567"}, {"budget", "60,000"}, {"rate", "0,5"}}), rules(), text, kReceived);
  EXPECT_EQ(asked, "60,000 whole 0,5 real ");
}

TEST(Inquiry, NamesOfNothingAreNoNames) {
  for (const char* nothing : {"false", "null", "undefined", "-", "--", "\u2014", "-/-", "n/a", "N/A", "NULL", "NaN",
                              "nan", "none", "{{name}}", "${name}", "%NAME%", "[object Object]"}) {
    const auto inquiry = accepted(item({{"name", nothing}, {"company", nothing}, {"phone", "0901234567"}}));
    EXPECT_EQ(inquiry.contact.full_name.reveal(), "") << nothing;
    EXPECT_FALSE(inquiry.attributes.contains("company")) << nothing;
  }
  for (const char* text : {"Na", "NA", "Nan", "Null", "None", "\u2605\u2605\u2605", "???"}) {
    const auto inquiry = accepted(item({{"name", text}, {"company", text}, {"phone", "0901234567"}}));
    EXPECT_EQ(inquiry.contact.full_name.reveal(), text);
    EXPECT_EQ(inquiry.attributes.at("company"), Value(text));
  }
}

TEST(Inquiry, WhatProgramsWriteIsNoPartOfAName) {
  const std::pair<const char*, const char*> cases[] = {
      {"undefined undefined", ""},
      {"null null", ""},
      {"NULL NULL", ""},
      {"None None", ""},
      {"nan nan", ""},
      {"- -", ""},
      {"{{first_name}} {{last_name}}", ""},
      {"[object Object] [object Object]", ""},
      {"Anna undefined", "Anna"},
      {"null Petersen", "Petersen"},
      {"Anna {{last_name}}", "Anna"},
      {"0901234567", ""},
      {"+84 901 234 567", ""},

      {"Anna Null", "Anna Null"},
      {"None Such", "None Such"},
      {"Na Na", "Na Na"},
      {"Nan Nan", "Nan Nan"},
      {"Louis 14", "Louis 14"},
      {"123", "123"},
  };
  for (const auto& [in, out] : cases)
    EXPECT_EQ(accepted(item({{"name", in}, {"phone", "0901234567"}})).contact.full_name.reveal(), out) << in;
  const auto inquiry = accepted(item({{"name", "0901234568"}, {"phone", "0901234567"}}));
  EXPECT_EQ(inquiry.contact.personal_fields.at("full_name"), "0901234568") << "kept for people";
  const auto parts = accepted(item({{"first_name", "Na"}, {"last_name", "Nguyen"}, {"phone", "0901234567"}}));
  EXPECT_EQ(parts.contact.full_name.reveal(), "Nguyen Na");
}

TEST(Inquiry, WhatCouldNotBeReadIsNamed) {
  struct Case {
    DecodedLead item;
    std::set<std::string> unread;
  };
  const Case cases[] = {
      {item({{"phone", "0901234567"}}), {}},
      {item({{"phone", "n/a"}, {"email", "an@b.c"}}), {"phone"}},
      {item({{"phone", "0901234567"}, {"email", "none"}}), {"email"}},
      {item({{"phone", "0901234567"}, {"budget", "much"}, {"vip", "maybe"}}), {"custom.budget", "custom.vip"}},
      {item({{"phone", "0901234567"}, {"country", "Atlantis"}}), {"country"}},
      {item({{"phone", "0901234567"}, {"consent", "perhaps"}, {"submitted_at", "soon"}}), {"consent", "submitted_at"}},
      {item({{"phone", "0901234567"}, {"illness", "none"}}), {}},
      {item({{"phone", "0901234567"}, {"tags", R"([{"a":1}])"}}), {"custom.tags"}},
  };
  for (const auto& c : cases) EXPECT_EQ(accepted(c.item).unread, c.unread);
}

TEST(Inquiry, NumberIsOfTheStatedCountryFirst) {
  std::vector<PhoneRegions> asked;
  auto text = plain_text();
  text.phones = [&](std::string_view, const PhoneRegions& regions) {
    asked.push_back(regions);
    return std::vector<Phone>{{.e164 = "+66812345678", .region = "TH", .type = "mobile", .keys = {"+66812345678"}}};
  };
  const auto with = item({{"phone", "0812345678"}, {"country", "TH"}});
  const auto inquiry = std::get<Inquiry>(inquiry_of(with, rules(), text, kReceived));
  EXPECT_EQ(asked.front().own, "TH");
  EXPECT_EQ(asked.front().workspace, "VN");
  EXPECT_EQ(inquiry.phone_keys, std::vector<std::string>{"+66812345678"});
  inquiry_of(item({{"phone", "0812345678"}}), rules(), text, kReceived, "DE");
  EXPECT_EQ(asked.back().own, "DE") << "of the lead that it belongs to";
}

TEST(Inquiry, AContactInTheFieldOfTheOtherIsOne) {
  struct Case {
    const char *phone, *email;     // as they were written
    const char *number, *address;  // of the contact
  };
  const Case cases[] = {
      {"an@gmail.com", "", "", "an@gmail.com"},
      {"", "0901234567", "+84901234567", ""},
      {"an@gmail.com", "0901234567", "+84901234567", "an@gmail.com"},
      {"an@gmail.com", "binh@gmail.com", "", "binh@gmail.com"},  // what was asked for goes first
      {"0901234567", "0901234568", "+84901234567", ""},
  };
  for (const auto& [phone, email, number, address] : cases) {
    const auto inquiry = accepted(item({{"phone", phone}, {"email", email}}));
    EXPECT_EQ(inquiry.contact.phone.reveal(), number) << phone << " " << email;
    EXPECT_EQ(inquiry.contact.email.reveal(), address) << phone << " " << email;
    EXPECT_TRUE(inquiry.unread.empty()) << phone << " " << email;
    EXPECT_EQ(inquiry.attributes.at("has_email"), Value(*address != '\0'));
  }
  EXPECT_TRUE(std::holds_alternative<Rejection>(read(item({{"email", "call 0901234567"}}))))
      << "the fake reads no more";
}
TEST(Inquiry, AnAddressIsKeptAsItWasWrittenWhereThereWasMore) {
  auto text = plain_text();
  text.emails = [](std::string_view) { return std::vector<Email>{{"b@x.example", "x.example"}}; };
  const auto inquiry = std::get<Inquiry>(inquiry_of(item({{"email", "'b@x.example"}}), rules(), text, kReceived));
  EXPECT_EQ(inquiry.contact.email.reveal(), "b@x.example");
  EXPECT_EQ(inquiry.contact.personal_fields.at("email_text"), "'b@x.example");
}

TEST(Inquiry, NumberThatReadsTwoWaysIsMarked) {
  auto text = plain_text();
  text.phones = [](std::string_view, const PhoneRegions&) {
    return std::vector<Phone>{{.e164 = "+491713920012", .region = "DE", .type = "mobile", .other = "+49491713920012"}};
  };
  const auto inquiry = std::get<Inquiry>(inquiry_of(item({{"phone", "491713920012"}}), rules(), text, kReceived));
  EXPECT_EQ(inquiry.contact.phone.reveal(), "+491713920012");
  EXPECT_EQ(inquiry.contact.personal_fields.at("other_phone"), "+49491713920012");
  EXPECT_EQ(inquiry.contact.personal_fields.at("phone_text"), "491713920012");
  EXPECT_EQ(inquiry.attributes.at("phone_validity"), Value("ambiguous"));
  EXPECT_EQ(inquiry.country_of_phone, "");
  EXPECT_EQ(inquiry.doubtful_phones, (std::vector<std::string>{"+491713920012", "+49491713920012"}));
}

TEST(Inquiry, NumberOfACountryThatCannotBeReadIsMarked) {
  struct Case {
    const char *phone, *country, *validity;  // "" = no doubt
  };
  const Case cases[] = {
      {"0901234567", "Atlantis", "ambiguous"},
      {"+84901234567", "Atlantis", ""},
      {"0901234567", "VN", ""},
      {"0901234567", "-", ""},
      {"0901234567", "", ""},
  };
  for (const auto& [phone, country, validity] : cases) {
    const auto inquiry = accepted(item({{"phone", phone}, {"country", country}}));
    EXPECT_EQ(inquiry.contact.phone.reveal(), "+84901234567") << country;
    const bool in_doubt = *validity != '\0';
    EXPECT_EQ(inquiry.attributes.contains("phone_validity"), in_doubt) << phone << country;
    EXPECT_EQ(inquiry.contact.personal_fields.contains("phone_text"), in_doubt) << phone << country;
    EXPECT_EQ(inquiry.doubtful_phones.size(), in_doubt ? 1u : 0u) << phone << country;
    EXPECT_EQ(inquiry.phone_keys, std::vector<std::string>{in_doubt ? "+84901234567|atlantis" : "+84901234567"});
  }
}

TEST(CallingCode, IsFoundInWhatAListOfCountriesSends) {
  const std::pair<const char*, const char*> cases[] = {
      {"+66", "66"},           {"66", "66"},       {"0066", "66"},         {"+1 (US)", "1"}, {"US +1", "1"},
      {"Vietnam (+84)", "84"}, {"(+84)", "84"},    {"+44-1481", "441481"}, {"VN", ""},       {"", ""},
      {"84 90", ""},           {"0901234567", ""}, {"+84901234567", ""},   {"90123", ""},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(calling_code_of(in), out) << in;
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
      {"on", true},
      {"no", false},
      {"", std::nullopt},
      {"perhaps", std::nullopt},
      {"khong dong y", false},
      {"Toi khong muon nhan", false},
      {"No, thanks", false},
      {"Nein, danke", false},
      {"I don't agree", false},
      {"opt-out", false},
      {"Unsubscribe", false},
  };
  for (const auto& [said, consent] : cases)
    EXPECT_EQ(accepted(item({{"email", "a@b.c"}, {"consent", said}})).consent, consent) << said;
}

TEST(Inquiry, RegressionOfTwoWordsOnConsentTheNoCounts) {
  const struct {
    std::optional<bool> platform;
    const char* field;
    std::optional<bool> consent;
  } cases[] = {{false, "yes", false}, {true, "no", false}, {false, "maybe", false}, {true, "yes", true}};
  for (const auto& row : cases) {
    auto lead = item({{"email", "a@b.c"}, {"consent", row.field}});
    lead.consent = row.platform;
    EXPECT_EQ(accepted(lead).consent, row.consent) << row.field;
  }
}

TEST(Inquiry, SubmittedAtIsNeverLaterThanReceived) {
  auto with = item({{"email", "a@b.c"}, {"submitted_at", "2026-01-05T03:10:22Z"}});
  EXPECT_EQ(accepted(with).submitted_at, instant_from_micros(1767582622000000));
  with.submitted_at = kReceived + std::chrono::hours(1);
  EXPECT_EQ(accepted(with).submitted_at, kReceived);
}

TEST(Inquiry, ATimeThatIsNoneStaysAsText) {
  const auto inquiry = accepted(item({{"email", "a@b.c"}, {"submitted_at", "soon"}}));
  EXPECT_EQ(inquiry.submitted_at, kReceived);
  EXPECT_EQ(inquiry.contact.personal_fields.at("submitted_at"), "soon");
}

TEST(Inquiry, LongTextsAreKeptForPeople) {
  auto with = item({{"email", "a@b.c"}, {"city", std::string(5000, 'c')}, {"name", std::string(2000, 'n')}});
  with.attribution["page_url"] = std::string(5000, 'u');
  for (int i = 0; i < 20; ++i) with.attribution["x" + std::to_string(i)] = std::string(3000, 'x');
  const auto inquiry = accepted(with);
  EXPECT_FALSE(inquiry.attributes.contains("city"));
  EXPECT_TRUE(inquiry.contact.full_name.empty());
  EXPECT_EQ(inquiry.attribution.size(), 10u);
  const auto& kept = inquiry.contact.personal_fields;
  EXPECT_EQ(kept.at("city").size() + kept.at("full_name").size() + kept.at("page_url").size(), 12'000u);
  EXPECT_EQ(kept.size(), 13u);
}

TEST(Inquiry, TheTrapIsAFieldThatHoldsSomething) {
  auto with = rules();
  EXPECT_FALSE(is_trapped(item({{"fax", "1"}}), with, plain_text()));
  with.honeypot = "fax";
  EXPECT_TRUE(is_trapped(item({{"fax", "1"}}), with, plain_text()));
  EXPECT_FALSE(is_trapped(item({{"fax", " "}}), with, plain_text()));
  EXPECT_FALSE(is_trapped(item({{"fax", ""}, {"fax_number", "1"}}), with, plain_text()));
  DecodedLead titled;
  titled.fields.push_back({{"field_1", "fax"}, {"1"}});
  EXPECT_TRUE(is_trapped(titled, with, plain_text())) << "by any of its names";
  EXPECT_FALSE(is_trapped(item({{"fax", "false"}}), with, plain_text())) << "a box that nobody ticked";
  for (const char* held : {"true", "1", "0", "no", "falsehood"})
    EXPECT_TRUE(is_trapped(item({{"fax", held}}), with, plain_text())) << held;
  EXPECT_FALSE(is_trapped(item({{"fax", "1"}}), rules(), plain_text())) << "a source without a trap";
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
