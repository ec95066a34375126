#include "lint/traps.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace leakproof::router {
namespace {

// Anywhere in a name; and as a word of its own, since they are parts of other words.
constexpr std::array<std::string_view, 21> kWithin = {
    "mail",     "phone",   "mobile",  "name",     "company", "organi",   "business",
    "address",  "street",  "city",    "town",     "postal",  "postcode", "state",
    "province", "country", "website", "homepage", "birth",   "username", "password"};
constexpr std::array<std::string_view, 10> kWords = {"tel", "fax",   "url", "zip",  "bday",
                                                     "sex", "title", "cc",  "card", "job"};

}  // namespace

bool is_filled_by_browsers(std::string_view field) {
  const auto name = lower_case(field);
  if (std::ranges::any_of(kWithin, [&](auto word) { return name.find(word) != name.npos; })) return true;
  std::string word;
  for (const char c : name + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
    } else if (std::ranges::find(kWords, word) != kWords.end()) {
      return true;
    } else {
      word.clear();
    }
  }
  return false;
}

void look_at_traps(const std::map<std::string, std::string>& traps, LintReport& report) {
  for (const auto& [source, field] : traps) {
    if (!is_filled_by_browsers(field)) continue;
    report.findings.push_back({Concern::kHoneypot,
                               source,
                               "browsers fill in '" + field +
                                   "' for their people, whose forms then wait in quarantine"
                                   ": give the honeypot a name that means nothing, and autocomplete=\"off\"",
                               {},
                               true});
  }
}

}  // namespace leakproof::router
