#include "router/domain/messages.h"

#include <gtest/gtest.h>

#include <set>

namespace leakproof::router {
namespace {

void expect_both(const Phrase& phrase, std::string_view name) {
  EXPECT_FALSE(phrase.english.empty()) << name;
  EXPECT_FALSE(phrase.vietnamese.empty()) << name;
  EXPECT_NE(phrase.english, phrase.vietnamese) << name;
  EXPECT_EQ(phrase.english.find('_'), std::string_view::npos) << name << ": words, not a code";
  for (const char* place : {"{0}", "{1}"}) {
    EXPECT_EQ(phrase.english.find(place) == std::string_view::npos,
              phrase.vietnamese.find(place) == std::string_view::npos)
        << name << ": both say the same about " << place;
  }
}

TEST(Phrases, EveryCodeHasPlainWordsInBothLanguages) {
  std::set<std::string_view> english;
  for (int i = 0; i <= static_cast<int>(kLastReason); ++i) {
    const Phrase phrase = phrase_of(static_cast<Reason>(i));
    expect_both(phrase, name_of(static_cast<Reason>(i)));
    EXPECT_TRUE(english.insert(phrase.english).second) << phrase.english << " means two things";
  }
  for (int i = 1; i <= static_cast<int>(kLastTrigger); ++i)
    expect_both(phrase_of(static_cast<Trigger>(i)), name_of(static_cast<Trigger>(i)));
}

TEST(Phrases, PlacesAreFilledIn) {
  EXPECT_EQ(say({"{0} and {1}, {0}", ""}, Language::kEnglish, {"a", "b"}), "a and b, a");
  EXPECT_EQ(say({"{0} {2} {x}", ""}, Language::kEnglish, {"a"}), "a {2} {x}");
  EXPECT_EQ(say(phrase_of(Reason::kAtCapDay), Language::kVietnamese, {"3"}), "đã đủ số lượng trong ngày (3 hôm nay)");
  EXPECT_EQ(language_of("vi"), Language::kVietnamese);
  EXPECT_EQ(language_of("en"), Language::kEnglish);
  EXPECT_EQ(language_of("de"), std::nullopt);
}

}  // namespace
}  // namespace leakproof::router
