#include "ingest/sources/number.h"

#include <unicode/dcfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <vector>

#include "base/parse_number.h"
#include "ingest/sources/number_text.h"
#include "text/fold.h"

namespace leakproof::ingest {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kTextBytesMax = 80;

// Powers of ten by the folded word.
constexpr std::array kUnits = {
    std::pair("k", 3),         std::pair("nghin", 3),     std::pair("ngan", 3),      std::pair("thousand", 3),
    std::pair("tsd", 3),       std::pair("lakh", 5),      std::pair("lac", 5),       std::pair("m", 6),
    std::pair("tr", 6),        std::pair("trieu", 6),     std::pair("mio", 6),       std::pair("mn", 6),
    std::pair("million", 6),   std::pair("millions", 6),  std::pair("millionen", 6), std::pair("crore", 7),
    std::pair("cr", 7),        std::pair("b", 9),         std::pair("bn", 9),        std::pair("ty", 9),
    std::pair("ti", 9),        std::pair("billion", 9),   std::pair("billions", 9),  std::pair("mrd", 9),
    std::pair("milliarde", 9), std::pair("milliarden", 9)};
constexpr std::array kCurrencyWords = {"d",     "dong", "vnd", "dollar", "dollars", "us",    "euro",
                                       "euros", "baht", "yen", "won",    "rupee",   "rupees"};

// What stands between the digits of one number. The mark of the decimals is '.', ',' or none.
struct Marks {
  char decimal = '\0';
  char grouping = '\0';
};

// What a region's people write.
Marks marks_of(const std::string& region) {
  if (region.empty()) return {};
  static std::mutex guard;
  static std::map<std::string, Marks> known;
  const std::lock_guard lock(guard);
  if (const auto found = known.find(region); found != known.end()) return found->second;
  UErrorCode error = U_ZERO_ERROR;
  auto locale = icu::Locale(("und_" + region).c_str());
  locale.addLikelySubtags(error);
  const icu::DecimalFormatSymbols symbols(locale, error);
  const auto mark = symbols.getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol).charAt(0);
  Marks marks;
  if (U_SUCCESS(error) && mark == u',') marks = {',', '.'};
  if (U_SUCCESS(error) && mark == u'.') marks = {'.', ','};
  return known[region] = marks;
}

bool is_currency(const std::string& word) {
  const auto folded = text::fold(word, text::FoldVersion::kLetters);
  const auto symbols = icu::UnicodeString::fromUTF8(word);
  bool has_symbol = false;
  for (std::int32_t i = 0; i < symbols.length(); i = symbols.moveIndex32(i, 1))
    has_symbol |= u_charType(symbols.char32At(i)) == U_CURRENCY_SYMBOL;
  if (has_symbol && folded.size() <= 3) return true;  // $, US$, ₫
  if (std::find(kCurrencyWords.begin(), kCurrencyWords.end(), folded) != kCurrencyWords.end()) return true;
  if (folded.size() != 3) return false;
  auto code = icu::UnicodeString::fromUTF8(folded);
  return ucurr_getNumericCode(code.toUpper().getTerminatedBuffer()) != 0;
}

std::optional<int> unit_of(const std::string& word) {
  const auto folded = text::fold(word, text::FoldVersion::kLetters);
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const auto& row) { return folded == row.first; });
  return unit == kUnits.end() ? std::nullopt : std::optional(unit->second);
}

// 1 to 3 digits, then groups of 3; India's groups of 2 before the last one.
bool are_groups(const std::vector<std::string>& groups, char mark) {
  const auto fits = [&](std::size_t middle) {
    return std::all_of(groups.begin() + 1, groups.end() - 1, [&](const auto& group) { return group.size() == middle; });
  };
  return !groups.front().empty() && groups.front().size() <= 3 && groups.back().size() == 3 &&
         (fits(3) || (mark == ',' && fits(2)));
}

std::vector<std::string> parts_of(std::string_view number, char mark) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = number.find(mark);
    parts.emplace_back(number.substr(0, end));
    if (end == number.npos) return parts;
    number.remove_prefix(end + 1);
  }
}
std::string together(const std::vector<std::string>& parts) {
  std::string all;
  for (const auto& part : parts) all += part;
  return all;
}
std::optional<std::string> ungrouped(std::string_view number, char mark) {
  const auto parts = parts_of(number, mark);
  if (parts.size() == 1) return std::string(number);
  return are_groups(parts, mark) ? std::optional(together(parts)) : std::nullopt;
}

// One mark and three digits behind it: thousands or decimals. Money is never written with three decimals.
std::optional<std::string> with_one_mark(const std::vector<std::string>& parts, char mark, const Marks& marks,
                                         bool is_money, bool has_unit) {
  const bool decimal_only = parts[1].size() != 3 || parts[0].size() > 3 || parts[0].empty() || parts[0] == "0";
  if (decimal_only) return parts[0] + "." + parts[1];
  if (is_money || mark == marks.grouping) return together(parts);
  if (mark != marks.decimal || has_unit || parts[1] == "000") return std::nullopt;
  return parts[0] + "." + parts[1] + "?";  // exact, and no whole number
}

// The digits of a number, with a '.' in front of its decimals.
std::optional<std::string> mantissa(std::string written, const Marks& marks, bool is_money, bool has_unit) {
  for (const char blank : {' ', '\'', '_'}) {
    const auto at = written.find_last_of(blank);
    if (at == written.npos) continue;
    const auto tail = written.find_first_of(".,", at);
    const auto whole = ungrouped(written.substr(0, tail), blank);
    if (!whole) return std::nullopt;
    if (tail == written.npos) return whole;
    return *whole + "." + written.substr(tail + 1);
  }
  const auto last = written.find_last_of(".,");
  if (last == written.npos) return written;
  const char mark = written[last], other = mark == '.' ? ',' : '.';
  const auto parts = parts_of(written, mark);
  if (written.find(other) != written.npos) {
    const auto whole = parts.size() == 2 ? ungrouped(parts[0], other) : std::nullopt;
    return whole ? std::optional(*whole + "." + parts[1]) : std::nullopt;
  }
  if (parts.size() == 2) return with_one_mark(parts, mark, marks, is_money, has_unit);
  return are_groups(parts, mark) ? std::optional(together(parts)) : std::nullopt;
}

// Moves the point `power` places to the right; superfluous zeros go.
std::string shifted(const std::string& number, int power) {
  const auto point = std::min(number.find('.'), number.size());
  std::string whole = number.substr(0, point);
  std::string decimals = point < number.size() ? number.substr(point + 1) : "";
  for (; power > 0; --power) {
    whole += decimals.empty() ? '0' : decimals.front();
    if (!decimals.empty()) decimals.erase(0, 1);
  }
  for (; power < 0; ++power) {
    decimals.insert(decimals.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  decimals.erase(decimals.find_last_not_of('0') + 1);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  return (whole.empty() ? "0" : whole) + (decimals.empty() ? "" : "." + decimals);
}

// A number and the words around it.
struct Amount {
  std::string digits;
  std::vector<std::string> words;
};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (auto& part : parts_of(text, ' ')) {
    while (part.ends_with('.') || part.ends_with(',')) part.pop_back();  // "Mio."
    if (!part.empty()) words.push_back(std::move(part));
  }
  return words;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "USD 1 500.00 k" → 1 500.00 with USD and k.
std::optional<Amount> amount_in(std::string_view text) {
  const auto begin = text.find_first_of(kDigits);
  if (begin == text.npos || (begin > 0 && (text[begin - 1] == '.' || text[begin - 1] == ','))) return std::nullopt;
  auto end = std::min(text.find_first_not_of("0123456789.,'_ ", begin), text.size());
  while (kDigits.find(text[end - 1]) == kDigits.npos) --end;
  Amount amount{std::string(text.substr(begin, end - begin)), words_of(text.substr(0, begin))};
  for (auto& word : words_of(text.substr(end))) amount.words.push_back(std::move(word));
  return amount;
}

// "5e4", "1.5E+6".
std::optional<std::string> power_of_ten(std::string_view text) {
  const auto at = text.find_first_of("eE");
  if (at == text.npos || at == 0) return std::nullopt;
  auto power = text.substr(at + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  const auto exponent = parse_number<int>(power);
  const auto base = text.substr(0, at);
  if (!exponent || *exponent < -18 || *exponent > 18 || kDigits.find(base.front()) == kDigits.npos) return std::nullopt;
  if (base.find_first_not_of("0123456789.") != base.npos || std::count(base.begin(), base.end(), '.') > 1)
    return std::nullopt;
  return shifted(std::string(base), *exponent);
}

std::optional<std::string> read_amount(const Amount& amount, const Marks& marks) {
  std::optional<int> unit;
  bool is_money = false;
  for (const auto& word : amount.words) {
    const auto power = unit_of(word);
    if (power ? unit.has_value() : is_money || !is_currency(word)) return std::nullopt;
    if (power)
      unit = power;
    else
      is_money = true;
  }
  auto number = mantissa(amount.digits, marks, is_money, unit.has_value());
  if (!number) return std::nullopt;
  if (!number->ends_with('?')) return shifted(*number, unit.value_or(0));
  number->pop_back();
  return number;
}

// Signs and blanks that stand for others; the marks of Arabic numbers, which read in one way only.
std::string unified(std::string_view text) {
  auto written = icu::UnicodeString::fromUTF8(plain_digits(text));
  for (const auto& [mark, plain] : {std::pair(u"\u2019", u"'"), std::pair(u"\u066c", u""), std::pair(u"\u066b", u".")})
    written.findAndReplace(icu::UnicodeString(mark), icu::UnicodeString(plain));
  std::string out;
  return written.toUTF8String(out);
}

// A currency or a unit may touch the digits: "600tr", "$5k", "50.000đ".
std::string spaced(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto is_sign = [](char c) {
      return kDigits.find(c) == kDigits.npos && std::string_view(" .,'_-+").find(c) == std::string_view::npos;
    };
    const bool border = i > 0 && ((is_sign(text[i]) && kDigits.find(text[i - 1]) != kDigits.npos) ||
                                  (is_sign(text[i - 1]) && kDigits.find(text[i]) != kDigits.npos));
    out += (border ? " " : "") + std::string(1, text[i]);
  }
  return out;
}

}  // namespace

std::optional<std::string> read_number(std::string_view text, std::string_view region) {
  if (text.size() > kTextBytesMax) return std::nullopt;
  const auto whole = unified(text);
  std::string_view written = trimmed(whole);
  const bool negative = written.starts_with('-');
  if (negative || written.starts_with('+')) written = trimmed(written.substr(1));
  auto number = power_of_ten(written);
  if (!number) {
    const auto amount = amount_in(spaced(written));
    number = amount ? read_amount(*amount, marks_of(std::string(region))) : std::nullopt;
  }
  return number && negative && *number != "0" ? "-" + *number : number;
}

}  // namespace leakproof::ingest
