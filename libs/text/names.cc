#include "text/names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "text/country_names.h"
#include "text/fold.h"

namespace leakproof::text {
namespace {

struct Order {
  std::string_view language;
  std::string_view country;
  bool last_word_only;  // the given name that people use is the last word of it
};
// Languages that write the family name first, and where they are spoken.
constexpr std::array kFamilyFirst = std::to_array<Order>({{"vi", "VN", true},
                                                          {"zh", "CN", false},
                                                          {"zh", "TW", false},
                                                          {"zh", "HK", false},
                                                          {"ja", "JP", false},
                                                          {"ko", "KR", false},
                                                          {"hu", "HU", false}});

const Order* order_of(const NameOrigin& origin) {
  const auto find = [](auto fits) {
    const auto found = std::ranges::find_if(kFamilyFirst, fits);
    return found == kFamilyFirst.end() ? nullptr : &*found;
  };
  if (!origin.language.empty()) {
    std::string language = fold(origin.language.substr(0, origin.language.find_first_of("-_")));
    return find([&](const Order& one) { return one.language == language; });
  }
  const auto written = country_code(origin.country);
  const std::string_view country = written.empty() ? origin.region : std::string_view(written);
  return find([&](const Order& one) { return one.country == country; });
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  constexpr std::string_view kBlank = " \t\r\n";
  for (std::size_t at = text.find_first_not_of(kBlank); at != text.npos; at = text.find_first_not_of(kBlank, at)) {
    const auto end = std::min(text.find_first_of(kBlank, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

// Titles that stand before a name. Vietnamese forms of address ("Anh Tuấn") do no harm: the last word counts there.
bool is_title(std::string_view word) {
  static constexpr std::array kTitles =
      std::to_array<std::string_view>({"dr", "prof", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "dipling", "ing",
                                       "mag", "m", "mme", "mlle", "sr", "sra", "srta"});
  const auto folded = fold(word);
  return std::ranges::find(kTitles, folded) != kTitles.end();
}

// A word of an address, of a number, or of a script that is written without blanks says no given name.
bool is_name(std::string_view word) {
  const auto odd = [](unsigned char c) { return (c >= '0' && c <= '9') || c == '@' || c == '/' || c == '<'; };
  // Scripts without blanks begin at U+2E80 (three bytes from E2 BA on); the letters of Vietnamese end at U+1EF9.
  const auto wide = [](unsigned char c) { return c >= 0xE3; };
  return !word.empty() && std::ranges::none_of(word, odd) && std::ranges::none_of(word, wide);
}

std::string joined(const std::vector<std::string_view>& words, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) text += (text.empty() ? "" : " ") + std::string(words[i]);
  return text;
}

}  // namespace

bool family_name_first(const NameOrigin& origin) { return order_of(origin) != nullptr; }

std::string full_name_of(std::string_view given, std::string_view family, const NameOrigin& origin) {
  const bool turned = family_name_first(origin);
  const std::string one(turned ? family : given), two(turned ? given : family);
  return one + (one.empty() || two.empty() ? "" : " ") + two;
}

std::string given_name_of(std::string_view full_name, const NameOrigin& origin) {
  const auto comma = full_name.find(',');
  const bool turned = comma != full_name.npos;  // "Petersen, Anna"
  auto words = words_of(turned ? full_name.substr(comma + 1) : full_name);
  if (!std::ranges::all_of(words, is_name)) return {};
  while (words.size() > 1 && is_title(words.front())) words.erase(words.begin());
  if (words.empty()) return {};
  const Order* order = turned ? nullptr : order_of(origin);
  if (order == nullptr) return std::string(words.front());
  if (order->last_word_only || words.size() == 1) return std::string(words.back());
  return joined(words, 1);
}

}  // namespace leakproof::text
