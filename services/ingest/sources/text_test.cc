#include "ingest/sources/text.h"

#include <gtest/gtest.h>

#include "ingest/domain/mapping.h"

namespace leakproof::ingest {
namespace {

using Pair = std::pair<std::string, std::string>;

TEST(Text, Cleans) {
  const Pair cases[] = {
      {"  An   Tran ", "An Tran"},
      {"Nguye\xcc\x82\xcc\x83n", "Nguyễn"},  // composed
      {"a\nb\x1b[31mc\x7f", "a b [31mc"},    // no control characters
      {"\xe2\x80\xae"
       "An\xe2\x80\x8b",
       "An"},  // no reversed, no invisible text
      {"\xff", "\xef\xbf\xbd"},
      {"=cmd()", "=cmd()"},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(clean(in), out);
}

TEST(Text, Times) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"2026-01-05T03:10:22Z", 1767582622},
      {"2026-01-05T03:10:22+0000", 1767582622},
      {"2026-01-05T10:10:22+07:00", 1767582622},
      {"2026-01-05T10:10:22", 1767582622},
      {"2026-01-05 10:10:22", 1767582622},
      {"2026-01-05T10:10:22.5", 1767582622},
      {"2026-01-05T10:10", 1767582600},
      {"2026-01-05", 1767546000},
      {"2026-01-05 03:10:22(UTC+00:00)", 1767582622},  // TikTok's export
      {"2026-01-05 10:10:22 (UTC+07:00)", 1767582622},
      {"2026-01-05 03:10:22 UTC", 1767582622},
      {"2026-01-05 10:10:22 GMT+7", 1767582622},
      {"2026-01-04 21:10:22 (GMT-06:00)", 1767582622},
      {"2026-01-05 10:10:22 +0700", 1767582622},
      {"2026-01-05 03:10:22 (Berlin)", 0},
      {"2026-01-05 03:10:22 UTC+99", 0},
      {"2026-01-05 03:10:22 UTC+7x", 0},
      {"2026-01-05 UTC", 0},
      {"2026-01-05T03:10:60Z", 0},
      {"2026-01-05T10:10:60", 0},
      {"2026-02-30", 0},
      {"January 5", 0},
      {"January 5!", 0},
      {"", 0},
  };
  for (const auto& [in, seconds] : cases) {
    const auto time = parse_time(in, "Asia/Ho_Chi_Minh");
    EXPECT_EQ(time ? to_micros(*time) / 1000000 : 0, seconds) << in;
  }
  EXPECT_FALSE(parse_time("2026-01-05T10:10:22")) << "never UTC";
  EXPECT_FALSE(parse_time("2026-01-05"));
}

TEST(Text, EveryBuiltInAliasIsFolded) {
  for (const auto& [alias, ours] : built_in_aliases()) EXPECT_EQ(real_text().fold(alias), alias) << ours;
}

TEST(Text, FieldsAreKnownByTheirNamesInManyLanguages) {
  const std::pair<const char*, const char*> cases[] = {
      {"telefonnummer", "phone"},
      {"Handynummer", "phone"},
      {"número_de_teléfono", "phone"},
      {"Teléfono", "phone"},
      {"電話番号", "phone"},
      {"เบอร์โทร", "phone"},
      {"전화번호", "phone"},
      {"Telefon*", "phone"},
      {"vollständiger_name", "full_name"},
      {"nombre_completo", "full_name"},
      {"お名前", "full_name"},
      {"ชื่อ", "full_name"},
      {"Vorname", "given_name"},
      {"Nachname", "family_name"},
      {"Apellidos", "family_name"},
      {"E-Mail-Adresse", "email"},
      {"correo_electrónico", "email"},
      {"メールアドレス", "email"},
      {"Land", "country"},
      {"País", "country"},
      {"Ort", "city"},
      {"Tỉnh/TP", "city"},

      {"Landline", ""},
      {"Hotel", ""},
      {"Sport", ""},
  };
  SourceRules rules;
  rules.aliases = built_in_aliases();
  for (const auto& [name, ours] : cases) {
    const auto mapped = map_fields({{{name}, {"x"}}}, rules, real_text());
    EXPECT_EQ(mapped.fields.empty() ? "" : mapped.fields.begin()->first, ours) << name;
  }
}

// A number under a name that is no alias is read as people write it, and as of the country that the form states.
TEST(Text, ANumberIsTakenUnderANameThatAsksForOne) {
  struct Case {
    const char *name, *value, *country;
    bool is_taken;
  };
  const Case cases[] = {
      {"Số Zalo của bạn", "0905100001 (Zalo)", "", true},
      {"WhatsApp", "01713920012", "DE", true},
      {"Ihre Handynummer bitte", "p:+4917139200\u200b12", "", true},
      {"連絡先電話", "090-1234-5678", "JP", true},
      {"q1", "0171 3920012", "DE", true},

      {"WhatsApp", "01713920012", "", false},
      {"WhatsApp", "yes", "DE", false},
      {"Which phone do you use", "iPhone 15 Pro", "", false},
      {"q1", "2026-11-30 10:00", "DE", false},
  };
  SourceRules rules;
  rules.default_region = "VN";
  rules.aliases = built_in_aliases();
  for (const auto& [name, value, country, is_taken] : cases) {
    const auto mapped = map_fields({{{name}, {value}}, {{"country"}, {country}}}, rules, real_text());
    EXPECT_EQ(mapped.fields.contains("phone"), is_taken) << name << " " << value;
  }
}

}  // namespace
}  // namespace leakproof::ingest
