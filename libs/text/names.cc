#include "text/names.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
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

bool is_code(std::string_view text) {
  return (text.size() == 2 || text.size() == 3) &&
         std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

// The code of a language, of its code with what follows, "de-AT", or of its name; empty when it is neither.
std::string language_code(std::string_view written) {
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"tiengviet", "vi"},  {"vietnamese", "vi"}, {"vietnamesisch", "vi"}, {"tienganh", "en"}, {"english", "en"},
       {"englisch", "en"},   {"deutsch", "de"},    {"german", "de"},        {"tiengduc", "de"}, {"chinese", "zh"},
       {"tiengtrung", "zh"}, {"中文", "zh"},       {"japanese", "ja"},      {"日本語", "ja"},   {"tiengnhat", "ja"},
       {"korean", "ko"},     {"tienghan", "ko"},   {"hungarian", "hu"},     {"magyar", "hu"},   {"ungarisch", "hu"},
       {"french", "fr"},     {"francais", "fr"},   {"spanish", "es"},       {"espanol", "es"}});
  auto code = fold(written.substr(0, written.find_first_of("-_")));
  if (is_code(code)) return code;
  const auto named = std::ranges::find(kNames, fold(written), [](const auto& row) { return row.first; });
  return named == kNames.end() ? "" : std::string(named->second);
}

const Order* order_of(const NameOrigin& origin) {
  const auto find = [](auto fits) {
    const auto found = std::ranges::find_if(kFamilyFirst, fits);
    return found == kFamilyFirst.end() ? nullptr : &*found;
  };
  if (const auto language = language_code(origin.language); !language.empty())
    return find([&](const Order& one) { return one.language == language; });
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

bool is_one_of(std::string_view word, std::span<const std::string_view> all) {
  return std::ranges::find(all, fold(word)) != all.end();
}

// Titles that stand before a name. Vietnamese forms of address ("Anh Tuấn") do no harm: the last word counts there.
bool is_title(std::string_view word) {
  static constexpr std::array kTitles = std::to_array<std::string_view>(
      {"dr",  "prof", "mr",  "mrs",   "ms",   "miss",    "mx",     "herr", "frau", "dipling",
       "ing", "mag",  "m",   "mme",   "mlle", "sr",      "sra",    "srta", "med",  "rer",
       "nat", "phil", "jur", "habil", "dipl", "familie", "family", "fam",  "hc"});
  return is_one_of(word, kTitles);
}

// What stands behind a name and a comma: "Anna Petersen, MBA". Ma and Ba are names, too.
bool is_degree(std::string_view word) {
  static constexpr std::array kDegrees =
      std::to_array<std::string_view>({"mba", "phd", "md",  "msc", "bsc", "ma",  "ba",  "llm", "llb", "jr",
                                       "sr",  "ii",  "iii", "cpa", "esq", "pmp", "mph", "cfa", "ths", "ts"});
  const bool is_shouted = std::ranges::none_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
  const bool may_be_name = fold(word).size() == 2 && !is_shouted && word.find('.') == word.npos;
  return !may_be_name && is_one_of(word, kDegrees);
}

// "A.", "J": says no given name.
bool is_initial(std::string_view word) {
  const auto letters = fold(word);
  return letters.size() == 1 && (word.size() == 1 || word.ends_with('.'));
}

// "Công ty Gỗ Việt", "Acme GmbH": no person.
bool is_company(const std::vector<std::string_view>& words) {
  static constexpr std::array kForms = std::to_array<std::string_view>(
      {"gmbh", "ug", "kg", "ohg", "ltd", "llc", "inc", "corp", "plc", "sarl", "jsc", "tnhh", "cty", "pty"});
  const bool begins = words.size() > 1 && fold(words[0]) == "cong" && fold(words[1]) == "ty";
  return begins || (words.size() > 1 && std::ranges::any_of(words, [](auto word) { return is_one_of(word, kForms); }));
}

// "Trần Bình (Zalo)" → "Trần Bình ".
std::string without_brackets(std::string_view text) {
  std::string kept;
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' || c == '[';
    if (depth == 0) kept.push_back(c);
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return kept;
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
  const auto plain = without_brackets(full_name);
  const std::string_view whole = plain, last = whole.substr(whole.rfind(',') + 1);
  const auto comma = whole.find(',');
  const bool has_degree = comma != whole.npos && std::ranges::all_of(words_of(last), is_degree);
  const bool turned = comma != whole.npos && !has_degree;  // "Petersen, Anna"
  auto words = words_of(turned ? whole.substr(comma + 1) : whole.substr(0, comma));
  if (!std::ranges::all_of(words, is_name) || is_company(words)) return {};
  while (words.size() > 1 && is_title(words.front())) words.erase(words.begin());
  if (words.empty()) return {};
  const Order* order = order_of(origin);
  if (order != nullptr && (order->last_word_only || (words.size() == 1 && !turned))) return std::string(words.back());
  if (order != nullptr) return joined(words, turned ? 0 : 1);
  const bool is_short = !turned && words.size() > 1 && is_initial(words.front());
  while (words.size() > 1 && is_initial(words.front())) words.erase(words.begin());
  return is_short && words.size() == 1 ? "" : std::string(words.front());  // "A. Petersen"
}

}  // namespace leakproof::text
