#include "crypto/unsubscribe_token.h"

#include <gtest/gtest.h>

namespace leakproof::crypto {
namespace {

TEST(UnsubscribeToken, NamesALeadAndIsSigned) {
  const auto text = UnsubscribeToken::sign("key", "demo.vn", "ld_1");
  EXPECT_EQ(text.substr(0, text.size() - 32), "demo.vn.ld_1.");
  const auto token = UnsubscribeToken::parse(text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->workspace, "demo.vn");
  EXPECT_EQ(token->lead, "ld_1");
  EXPECT_TRUE(token->signed_by("key"));
  EXPECT_FALSE(token->signed_by("other key"));
}

TEST(UnsubscribeToken, IsOfOneLeadOfOneWorkspace) {
  const auto signature = UnsubscribeToken::parse(UnsubscribeToken::sign("key", "demo", "ld_1"))->signature;
  EXPECT_FALSE((UnsubscribeToken{"demo", "ld_2", signature}.signed_by("key")));
  EXPECT_FALSE((UnsubscribeToken{"prod", "ld_1", signature}.signed_by("key")));
  EXPECT_FALSE((UnsubscribeToken{"demo", "ld_1", ""}.signed_by("key")));
}

TEST(UnsubscribeToken, AnythingElseIsNone) {
  const std::string digits(32, 'a');
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), "demo." + digits, "demo.." + digits, ".ld_1." + digits,
        "demo.ld_1." + digits + "a", std::string("demo.ld_1.")}) {
    EXPECT_FALSE(UnsubscribeToken::parse(text)) << text;
  }
}

}  // namespace
}  // namespace leakproof::crypto
