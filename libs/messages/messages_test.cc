#include "messages/messages.h"

#include <gtest/gtest.h>

namespace leakproof::messages {
namespace {

TEST(Messages, PlaceholdersAreFilledIn) {
  const auto catalog = Catalog::load({{"en", "# for people\n\n both = {0} and {1}, {0} \r\nodd = {0} {2} {x} {1\n"},
                                      {"vi", "both = {1}, {0}\nodd = {2} = {0}"}});
  ASSERT_TRUE(catalog.ok()) << catalog.error().message();
  const Messages& english = catalog->in(Language::kEnglish);
  EXPECT_EQ(english.text("both"), "{0} and {1}, {0}");
  EXPECT_EQ(english.format("both", {"a", "b"}), "a and b, a");
  EXPECT_EQ(english.format("odd", {"a"}), "a {2} {x} {1");
  EXPECT_EQ(catalog->in(Language::kVietnamese).format("odd", {"a", "b", "c"}), "c = a");
  EXPECT_EQ(english.keys(), (std::vector<std::string>{"both", "odd"}));
  EXPECT_TRUE(english.has("odd"));
  EXPECT_FALSE(english.has("even"));
}

TEST(MessagesDeathTest, AKeyThatIsNotThere) {
  const auto catalog = Catalog::load({{"en", "a = b"}, {"vi", "a = c"}});
  ASSERT_TRUE(catalog.ok());
  EXPECT_DEATH((void)catalog->in(Language::kEnglish).text("b"), "CHECK failed");
}

TEST(MessagesDeathTest, FilesThatAreCompiledInAreWhole) {
  EXPECT_EQ(Catalog::compiled_in({{"en", "a = b"}, {"vi", "a = c"}}).in(Language::kVietnamese).text("a"), "c");
  EXPECT_DEATH(Catalog::compiled_in({{"en", "a = b"}}), "CHECK failed: messages of 'vi': 'a' is missing");
}

TEST(Messages, EveryLanguageSaysTheSameThings) {
  const struct {
    std::vector<MessageFile> files;
    const char* error;
  } kCases[] = {
      {{{"en", "a = b"}}, "messages of 'vi': 'a' is missing"},
      {{{"en", "a = b"}, {"vi", "a = b\nc = d"}}, "messages of 'en': 'c' is missing"},
      {{{"en", "a = {0}"}, {"vi", "a = {1}"}}, "messages of 'en': 'a' has other placeholders than elsewhere"},
      {{{"en", "a = b\na = c"}, {"vi", "a = b"}}, "messages of 'en': 'a' comes twice"},
      {{{"en", "a b"}, {"vi", "a = b"}}, "messages of 'en': no `key = text`: a b"},
      {{{"en", "a ="}, {"vi", "a = b"}}, "messages of 'en': no `key = text`: a ="},
      {{{"en", "a = b"}, {"vi", "a = b"}, {"de", ""}}, "messages of 'de': language.h has no row for it"},
  };
  for (const auto& one : kCases) {
    const auto catalog = Catalog::load(one.files);
    ASSERT_FALSE(catalog.ok()) << one.error;
    EXPECT_EQ(catalog.error().message(), one.error);
    EXPECT_EQ(catalog.error().disposition(), Disposition::kRefuse);
  }
}

}  // namespace
}  // namespace leakproof::messages
