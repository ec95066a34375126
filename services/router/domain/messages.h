// Plain words for the closed lists of words.h, in every language that decisions are explained in. `{0}`, `{1}` … stand
// for what a sentence is about. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "router/domain/reason_codes.h"

namespace leakproof::router {

enum class Language { kEnglish, kVietnamese };
std::optional<Language> language_of(std::string_view code);  // "en", "vi"

struct Phrase {
  std::string_view english, vietnamese;
  std::string_view in(Language language) const { return language == Language::kEnglish ? english : vietnamese; }
};

// A sentence: what asked for the decision. {0} the owner, {1} who claims; of a transfer {0} who made it, {1} why; {0}
// what a sweep found.
Phrase phrase_of(Trigger trigger);
// What follows a member's name, or says why a decision ended as it did. {0} the state that caused it.
Phrase phrase_of(Reason reason);

// The phrase with its places filled in.
std::string say(const Phrase& phrase, Language language, const std::vector<std::string>& about = {});

}  // namespace leakproof::router
