#include "ingest/sources/phone.h"

#include <gtest/gtest.h>

namespace leakproof::ingest {
namespace {

TEST(ParsePhone, OneNumberAndNothingElse) {
  struct Case {
    const char *in, *region, *out;
  };
  const Case cases[] = {
      {"0901234567", "VN", "+84901234567 VN mobile"},
      {"+84 90 123 45 67", "DE", "+84901234567 VN mobile"},
      {"84901234567", "VN", "+84901234567 VN mobile"},
      {"(024) 3825-3536", "VN", "+842438253536 VN fixed"},
      {"0151 23456789", "DE", "+4915123456789 DE mobile"},
      {"+16505550123", "VN", "+16505550123 US fixed_or_mobile"},
      {"090\u2013123\u20114567", "VN", "+84901234567 VN mobile"},
      {"\uff10\uff19\uff10\uff11234567", "VN", "+84901234567 VN mobile"},
      {"090\u00a0123\u00a04567", "VN", "+84901234567 VN mobile"},
      {"tel:+84901234567", "VN", "+84901234567 VN mobile"},
      {"\u200f0901234567", "VN", "+84901234567 VN mobile"},

      {"123", "VN", ""},
      {"0901234567", "", ""},
      {"1-800-FLOWERS", "US", ""},
      {"0901001107 (Zalo)", "VN", ""},
      {"0551234567", "VN", ""},
      {"0123456789012345678901234567890123456789", "VN", ""},
      {"", "VN", ""},
  };
  for (const auto& [in, region, out] : cases) {
    const auto phone = parse_phone(in, region);
    EXPECT_EQ(phone ? phone->e164 + " " + phone->region + " " + phone->type : "", out) << in;
  }
}

// "E.164", ";ext=" when it has one, " new" of an unknown range, " or E.164" of the other reading.
std::string shown(const std::vector<Phone>& phones) {
  std::string out;
  for (const auto& phone : phones) {
    out += (out.empty() ? "" : ", ") + phone.e164 + (phone.extension.empty() ? "" : ";ext=" + phone.extension) +
           (phone.known_range ? "" : " new") + (phone.other.empty() ? "" : " or " + phone.other);
  }
  return out;
}

TEST(ReadPhones, WithSomethingBesideThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"0901001107 (Zalo)", "+84901001107"},
      {"Zalo: 0901 001 107", "+84901001107"},
      {"0901001101 / 0901001102", "+84901001101, +84901001102"},
      {"0901001101/0901001102", "+84901001101, +84901001102"},
      {"0901001101-0901001102", "+84901001101, +84901001102"},
      {"0901001101 hoặc 0901001102", "+84901001101, +84901001102"},
      {"0901001101; 0901001101", "+84901001101"},
      {"+842438253536;ext=136", "+842438253536;ext=136"},
      {"024 3825 3536 ext. 136", "+842438253536;ext=136"},
      {"024 3825 3536 x136", "+842438253536;ext=136"},
      {"024 3825 3536 máy lẻ 136", "+842438253536;ext=136"},
      {"'0901001107", "+84901001107"},
      {"=\"0901001107\"", "+84901001107"},
      {"p:+84901001107", "+84901001107"},
      {"tel:0901001107", "+84901001107"},
      {"Tel:0901001107", "+84901001107"},
      {"\u200f0901001107", "+84901001107"},
      {"+84+84901001107", "+84901001107"},
      {"+8484901001107", "+84901001107"},
      {"+0901001107", "+84901001107"},
      {"+84 (0)901 001 107", "+84901001107"},
      {"\u0660\u0669\u0660\u0661\u0660\u0660\u0661\u0661\u0660\u0667", "+84901001107"},
      {"+\u096e\u096a \u096f\u0966\u0967\u0966\u0966\u0967\u0967\u0966\u096d", "+84901001107"},
      {"\u06f0\u06f9\u06f0\u06f1\u06f0\u06f0\u06f1\u06f1\u06f0\u06f7 (Zalo)", "+84901001107"},
      {"84901001107.0", "+84901001107"},
      {"8.4901001107E+10", "+84901001107"},
      {"8,4901001107E+10", "+84901001107"},
      {"+84901001107.0", "+84901001107"},
      {"+8.4901001107E+10", "+84901001107"},
      {"84901001107@c.us", "+84901001107"},
      {"4917139200012@s.whatsapp.net", "+4917139200012"},

      {"8,49012E+10", ""},
      {"8.49012E+10", ""},
      {"n/a", ""},
      {"01-02-2018", ""},
      {"2018-02-01 10:00", ""},
      {"1-800-FLOWERS", ""},
      {"budget 90 000 000", ""},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(shown(read_phones(in, {"", "VN"})), out) << in;
}

TEST(ReadPhones, ByTheOwnCountryThenTheWorkspace) {
  struct Case {
    const char *in, *own, *workspace, *out;
  };
  const Case cases[] = {
      {"0812345678", "TH", "VN", "+66812345678"},
      {"0812345678", "", "VN", "+84812345678"},
      {"0812345678", "US", "VN", "+84812345678"},                  // fits there only
      {"0812345678", "JP", "VN", "+84812345678 or +81812345678"},  // might be a Japanese number, too
      {"0123", "DE", "", ""},
      {"12345", "TH", "VN", ""},
      {"+84812345678", "TH", "US", "+84812345678"},
      {"0044 20 7946 0018", "US", "VN", "+442079460018"},

      // with the country's code and without a plus
      {"491713920012", "", "DE", "+491713920012 or +49491713920012"},
      {"491713920012", "DE", "VN", "+491713920012 or +49491713920012"},
      {"+491713920012", "", "DE", "+491713920012"},
      {"01713920012", "", "DE", "+491713920012"},
      {"84901001107", "TH", "VN", "+84901001107"},
      {"38344123456", "", "XK", "+38344123456"},
      {"30901820.0", "", "DE", "+4930901820"},
  };
  for (const auto& [in, own, workspace, out] : cases)
    EXPECT_EQ(shown(read_phones(in, {own, workspace})), out) << in << " " << own;
}

TEST(ReadPhones, RangesThatThePlansDoNotKnowYet) {
  struct Case {
    const char *in, *region, *out;
  };
  const Case cases[] = {
      {"+229 01 97 12 34 56", "VN", "+2290197123456 new"},
      {"0197123456", "BJ", "+2290197123456 new"},
      {"0197123456 (WhatsApp)", "BJ", ""},  // the number is found in a text by its code only
      {"+2290197123456 (WhatsApp)", "BJ", "+2290197123456 new"},
      {"+1 235 234 5678", "VN", "+12352345678 new"},
      {"(235) 234-5678", "US", "+12352345678 new"},
      {"0534819625", "AE", "+971534819625 new"},
      {"80741049", "SG", "+6580741049 new"},
      {"1187654321", "BR", "+551187654321 new"},
      {"(11) 8765-4321", "BR", "+551187654321 new"},
      {"11987654321", "BR", "+5511987654321"},
      {"1132654321", "BR", "+551132654321"},
      {"0512865647", "VN", "+84512865647 new"},

      {"512865647", "VN", ""},  // as long as a price
      {"118765432", "BR", ""},
      {"0000000000", "VN", ""},
      {"0123456789", "VN", ""},
      {"1111111111", "US", ""},
      {"0123456789", "US", ""},
      {"12345678", "VN", ""},
      {"+849012345678", "VN", ""},
  };
  for (const auto& [in, region, out] : cases) EXPECT_EQ(shown(read_phones(in, {"", region})), out) << in;
}

TEST(ReadPhones, KeysSayWhoHasTheSameNumber) {
  struct Case {
    const char *one, *other, *region;
    bool same;
  };
  const Case cases[] = {
      {"+5491123456789", "+541123456789", "AR", true},
      {"011 15-2345-6789", "+541123456789", "AR", true},
      {"+5511981234567", "+551181234567", "BR", true},
      {"1181234567", "+5511981234567", "BR", true},
      {"+5215512345678", "+525512345678", "MX", true},
      {"+22997123456", "+2290197123456", "BJ", true},
      {"491713920012", "491713920012", "DE", true},

      {"491713920012", "+491713920012", "DE", false},
      {"491713920012", "+49491713920012", "DE", false},
      {"024 3825 3536 ext 1", "024 3825 3536 ext 2", "VN", false},
      {"024 3825 3536 ext 1", "024 3825 3536", "VN", false},
      {"+551132345678", "+5511932345678", "BR", false},  // a landline has no ninth digit
  };
  for (const auto& [one, other, region, same] : cases) {
    const auto a = read_phones(one, {"", region}), b = read_phones(other, {"", region});
    ASSERT_EQ(a.size(), 1u) << one;
    ASSERT_EQ(b.size(), 1u) << other;
    const auto& keys = b[0].keys;
    const bool shared = std::any_of(a[0].keys.begin(), a[0].keys.end(), [&](const auto& key) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    });
    EXPECT_EQ(shared, same) << one << " " << other;
  }
}

}  // namespace
}  // namespace leakproof::ingest
