#include "ingest/sources/text.h"

#include <gtest/gtest.h>

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

TEST(Text, Phones) {
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

      {"123", "VN", ""},
      {"0901234567", "", ""},
      {"1-800-FLOWERS", "US", ""},
      {"\xe2\x80\x8f"
       "0901234567",
       "VN", ""},
      {"0123456789012345678901234567890123456789", "VN", ""},
      {"", "VN", ""},
  };
  for (const auto& [in, region, out] : cases) {
    const auto phone = parse_phone(in, region);
    EXPECT_EQ(phone ? phone->e164 + " " + phone->region + " " + phone->type : "", out) << in;
  }
}

TEST(Text, Emails) {
  const Pair cases[] = {
      {"An.Tran@Example.COM", "An.Tran@example.com example.com of example.com"},
      {"a@mail.acme.co.uk", "a@mail.acme.co.uk mail.acme.co.uk of acme.co.uk"},
      {"a@co.uk", "a@co.uk co.uk"},
      {"a+b@gmail.com", "a+b@gmail.com gmail.com free"},
      {"a@yahoo.com.vn", "a@yahoo.com.vn yahoo.com.vn free"},

      {"a@b", ""},
      {"a@@b.c", ""},
      {"a@b@c.d", ""},
      {"\"a b\"@c.d", ""},
      {"a\r\n@b.c", ""},
      {".a@b.c", ""},
      {"a..b@c.d", ""},
      {"@b.c", ""},
      {"a@-b.c", ""},
      {"a@b..c", ""},
      {"a@b.c ", ""},
      {std::string(310, 'a') + "@example.com", ""},
      {"а@b.c", ""},
  };
  for (const auto& [in, out] : cases) {
    const auto email = parse_email(in);
    EXPECT_EQ(email ? email->address + " " + email->domain + (email->free_mail ? " free" : "") +
                          (email->company_domain.empty() ? "" : " of " + email->company_domain)
                    : "",
              out)
        << in;
  }
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

}  // namespace
}  // namespace leakproof::ingest
