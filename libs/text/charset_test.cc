#include "text/charset.h"

#include <gtest/gtest.h>

namespace leakproof::text {
namespace {

using namespace std::string_literals;

TEST(Charset, ReadsWhatItIsTold) {
  const struct {
    std::string charset, bytes, text;
  } cases[] = {
      {"utf-8", "M\xC3\xBCller", "Müller"},
      {"UTF8", "\xFF", "refused"},
      {"iso-8859-1", "M\xFCller \x93", "Müller “"},
      {"Latin1", "\xE8", "è"},
      {"windows-1258", "Nguy\xEA\xDEn", "Nguyê\u0303n"},
      {"windows-1250", "Dvo\xF8\xE1k", "Dvořák"},
      {"windows-1251", "\xC8\xE2\xE0\xED", "Иван"},
      {"tis-620", "\xA1", "ก"},
      {"shift_jis", "\x8E\x52\x93\x63", "山田"},
      {"shift_jis", "\x8E", "refused"},
      {"utf-7", "+AOk-", "refused"},
      {"utf-16le", "a\0"s, "refused"},
      {"iso-2022-jp", "a", "refused"},
      {"klingon", "a", "refused"},
      {"", "a", "refused"},
  };
  for (const auto& [charset, bytes, text] : cases)
    EXPECT_EQ(to_utf8(bytes, charset).value_or("refused"), text) << charset;
}

TEST(Charset, TellsOnlyWhatIsSure) {
  const struct {
    std::string bytes;
    const char* charset;
  } cases[] = {
      {"", "utf-8"},
      {"Nguyễn", "utf-8"},
      {"M\xFCller", "windows-1252"},
      {"Gr\xF6\xDF"
       "e\nJos\xE9\nFran\xE7ois",
       "windows-1252"},
      {"Nguy\xEA\xDEn", "windows-1258"},
      {"Tr\xE2\xECn V\xE3n B\xF2"
       "nh",
       nullptr},  // no vowel before a mark
      {"Ho\xCCng H\xD2", nullptr},
      {"Ho\xCCng", "windows-1258"},
      {"Nicol\xF2", nullptr},     // Nicolò in one set, no word in another
      {"perci\xF2", nullptr},     // perciò, or perciọ
      {"H\xE9l\xE8ne", nullptr},  // è here is č there
      {"Dvo\xF8\xE1k", nullptr},
      {"\xC8\xE2\xE0\xED", nullptr},      // Cyrillic
      {"\xCA\xC1\xAA\xD2\xC2", nullptr},  // Thai
      {"\x8E\x52\x93\x63", nullptr},      // Japanese
      {"\xFF\xFE", nullptr},
  };
  for (const auto& [bytes, charset] : cases) {
    const auto told = charset_of(bytes);
    EXPECT_EQ(std::string(told.value_or("nothing")), charset == nullptr ? "nothing" : charset) << bytes;
  }
}

TEST(Charset, AMarkNamesTheSet) {
  EXPECT_EQ(without_mark("\xEF\xBB\xBF"
                         "a"),
            "a");
  EXPECT_EQ(without_mark("\xFF\xFE"
                         "a\0\xC6\x1E"s),
            "aỆ");
  EXPECT_EQ(without_mark("\xFE\xFF\0a"s), "a");
  EXPECT_EQ(without_mark("\xFF\xFE"
                         "a"),
            std::nullopt);
  EXPECT_EQ(without_mark("a\xFF"), "a\xFF");
}

}  // namespace
}  // namespace leakproof::text
