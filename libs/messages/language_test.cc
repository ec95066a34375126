#include "messages/language.h"

#include <gtest/gtest.h>

namespace leakproof::messages {
namespace {

TEST(Language, CodesThereAndBack) {
  for (const auto& row : kLanguages) EXPECT_EQ(language_of(code_of(row.value)), row.value);
  EXPECT_EQ(code_of(Language::kVietnamese), "vi");
  EXPECT_EQ(language_of("de"), std::nullopt);
  EXPECT_EQ(language_of(""), std::nullopt);
  EXPECT_EQ(language_choice(), "en or vi");
}

}  // namespace
}  // namespace leakproof::messages
