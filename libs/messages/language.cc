#include "messages/language.h"

#include <algorithm>

namespace leakproof::messages {
namespace {

consteval bool in_order() {
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    if (static_cast<std::size_t>(kLanguages[i].value) != i) return false;
  }
  return true;
}
static_assert(in_order(), "a row stands at the place of its enumerator");

}  // namespace

std::string_view code_of(Language language) { return kLanguages[static_cast<std::size_t>(language)].code; }

std::optional<Language> language_of(std::string_view code) {
  const auto row = std::ranges::find(kLanguages, code, &LanguageRow::code);
  return row == kLanguages.end() ? std::nullopt : std::optional(row->value);
}

std::string language_choice() {
  std::string choice;
  for (const auto& row : kLanguages) choice += (choice.empty() ? "" : " or ") + std::string(row.code);
  return choice;
}

}  // namespace leakproof::messages
