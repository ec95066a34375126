// The languages that the product speaks to people. This is the one list of them: each component that has texts brings a
// file for every row (messages.h), and a test holds the configuration's schema to it. Pure.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::messages {

enum class Language { kEnglish, kVietnamese };

struct LanguageRow {
  Language value;
  std::string_view code;  // ISO 639-1; also the name of a file of texts
};
inline constexpr std::array kLanguages = {
    LanguageRow{Language::kEnglish, "en"},
    LanguageRow{Language::kVietnamese, "vi"},
};

std::string_view code_of(Language language);
// Returns nullopt when the product does not speak that language.
std::optional<Language> language_of(std::string_view code);
// Names the codes for a person who has to choose one: "en or vi".
std::string language_choice();

}  // namespace leakproof::messages
