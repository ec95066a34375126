#include "config/format.h"

#include <gtest/gtest.h>

#include <cmath>

namespace leakproof::config {
namespace {

TEST(Format, FitsOrSaysWhatIsExpected) {
  static const struct {
    const char* format;
    const char* fits;
    const char* breaks;
  } kCases[] = {
      {"id", "vn-sales_2.x", "-x"},
      {"id", "a", "a b"},
      {"id", "a", "\xD0\xB0"},  // a Cyrillic a
      {"word", "_x1", "1x"},
      {"word", "x", "x-y"},
      {"token", "abcdefgh-_345678", "abc def gh345678"},
      {"region", "VN", "vn"},
      {"zone", "Europe/Berlin", "Berlin"},
      {"zone", "UTC", "localtime"},
      {"holiday_calendar", "vn", "VN"},
      {"url", "https://a.de", "https://"},
      {"called_url", "https://a.de/x?y", "http://a.de/x"},
      {"called_url", "https://a.de:8443", "http://a.de:8443"},
      {"called_url", "https://a.de:443", "https://a.de:80"},
      {"called_url", "http://127.0.0.1:8080/x", "https://a.de:22"},
      {"called_url", "http://localhost:8080", "http://localhost.a.de"},
      {"called_url", "http://172.20.0.5:8080", "http://172.32.0.5:8080"},
      {"called_url", "http://[fd00::1]:8080", "http://[2606:4700::1]:8080"},
      {"url", "http://[::1]:8080/x", "//a"},
      {"url", "https://a.de:65535/", "https://a.de:65536/"},
      {"url", "https://a.de:443", "https://a.de:25"},
      {"url", "https://a.de/", "https://a.de\\@b.de/"},
      {"url", "https://a.de/?q", "https://a.de/ x"},
      {"url", "https://a.de:1024", "https://a.de:01024x"},
      {"origin", "https://a.de", "https://a.de/"},
      {"address", "a@b.de", "a@b"},
      {"address", "a@b.de", "a@b.de\r\nBcc: x@y.de"},
      {"time_span", "90s", "-90s"},
      {"time_span", "2d", "11y"},
      {"interval", "22:00-06:00", "22-6"},
      {"local_time", "21:00", "21"},
      {"local_date", "2024-02-29", "2026-02-29"},
      {"weekdays", "sat,sun", "sat sun"},
  };
  for (const auto& one : kCases) {
    EXPECT_FALSE(format_problem(one.format, one.fits)) << one.format << " " << one.fits;
    EXPECT_TRUE(format_problem(one.format, one.breaks)) << one.format << " " << one.breaks;
  }
  EXPECT_FALSE(format_problem("condition", "checked elsewhere"));
}

TEST(Format, Weekdays) {
  EXPECT_EQ(parse_weekdays("mon"), (std::vector<int>{1}));
  EXPECT_EQ(parse_weekdays("sat-mon"), (std::vector<int>{6, 7, 1}));
  EXPECT_EQ(parse_weekdays("mon-tue,sun"), (std::vector<int>{1, 2, 7}));
  for (const char* wrong : {"", "monday", "mon-", "-mon", "mon,,tue", "Mon"})
    EXPECT_TRUE(parse_weekdays(wrong).empty()) << wrong;
}

TEST(Format, TheNearestNameOnlyWhenItIsNear) {
  const std::vector<std::string> names{"pools", "rules", "members"};
  EXPECT_EQ(nearest_name("poles", names), "pools");
  EXPECT_EQ(nearest_name("rule", names), "rules");
  EXPECT_FALSE(nearest_name("journeys", names));
  EXPECT_EQ(did_you_mean("member", names), "; did you mean 'members'?");
  EXPECT_EQ(did_you_mean("xyz", names), "");
  EXPECT_EQ(did_you_mean("Berlin", {"Europe/Bern", "Europe/Berlin"}), "; did you mean 'Europe/Berlin'?")
      << "the last part of a path";
  EXPECT_EQ(did_you_mean("", {"Europe/"}), "");
}

TEST(Format, Numbers) {
  EXPECT_EQ(to_number("+5"), 5);
  EXPECT_EQ(to_number("-2.5e1"), -25);
  EXPECT_TRUE(std::isnan(to_number("abc")));
}

}  // namespace
}  // namespace leakproof::config
