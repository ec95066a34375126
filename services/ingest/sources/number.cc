#include "ingest/sources/number.h"

#include <unicode/dcfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "base/parse_number.h"
#include "ingest/sources/number_text.h"
#include "text/fold.h"

namespace leakproof::ingest {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kNumberTextBytesMax = 80;

// Powers of ten by the folded word.
constexpr std::array kUnits = {
    std::pair("k", 3),         std::pair("nghin", 3),     std::pair("ngan", 3),      std::pair("thousand", 3),
    std::pair("tsd", 3),       std::pair("lakh", 5),      std::pair("lac", 5),       std::pair("m", 6),
    std::pair("tr", 6),        std::pair("trieu", 6),     std::pair("mio", 6),       std::pair("mn", 6),
    std::pair("million", 6),   std::pair("millions", 6),  std::pair("millionen", 6), std::pair("crore", 7),
    std::pair("cr", 7),        std::pair("b", 9),         std::pair("bn", 9),        std::pair("ty", 9),
    std::pair("ti", 9),        std::pair("billion", 9),   std::pair("billions", 9),  std::pair("mrd", 9),
    std::pair("milliarde", 9), std::pair("milliarden", 9)};
// Of these a number without a unit may follow, in Vietnamese: 1tr5 is 1.5 million.
constexpr std::array kUnitsWithParts = {"nghin", "ngan", "tr", "trieu", "ty", "ti"};
// A half of the unit before it, likewise.
constexpr std::string_view kHalf = "ruoi";
// Words for "about". The number is taken as it stands.
constexpr std::array kAbout = {"khoang", "about", "around", "approx", "approximately", "circa", "ca", "etwa", "rund"};
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

// One mark and three digits behind it: thousands or decimals. Money is never written with three decimals, and a field
// of whole numbers has none.
std::optional<std::string> with_one_mark(const std::vector<std::string>& parts, char mark, const Marks& marks,
                                         bool has_no_decimals, bool has_unit) {
  const bool decimal_only = parts[1].size() != 3 || parts[0].size() > 3 || parts[0].empty() || parts[0] == "0";
  if (decimal_only) return parts[0] + "." + parts[1];
  if (has_no_decimals || mark == marks.grouping) return together(parts);
  if (mark != marks.decimal || has_unit || parts[1] == "000") return std::nullopt;
  return parts[0] + "." + parts[1] + "?";  // exact, and no whole number
}

// The digits of a number, with a '.' in front of its decimals.
std::optional<std::string> mantissa(std::string written, const Marks& marks, bool has_no_decimals, bool has_unit) {
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
  if (parts.size() == 2) return with_one_mark(parts, mark, marks, has_no_decimals, has_unit);
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

bool has_digits(std::string_view text) { return text.find_first_of(kDigits) != text.npos; }

// "USD 1 500.00 k" → 1 500.00 with USD and k; "1 tỷ 200 triệu" → 1 with tỷ, 200 with triệu. None where it is no number.
std::vector<Amount> amounts_in(std::string_view text) {
  std::vector<Amount> amounts;
  std::vector<std::string> before;  // the words in front of the first
  while (has_digits(text)) {
    const auto begin = text.find_first_of(kDigits);
    if (begin > 0 && (text[begin - 1] == '.' || text[begin - 1] == ',')) return {};
    auto end = std::min(text.find_first_not_of("0123456789.,'_ ", begin), text.size());
    while (kDigits.find(text[end - 1]) == kDigits.npos) --end;
    auto words = words_of(text.substr(0, begin));
    (amounts.empty() ? before : amounts.back().words) = std::move(words);
    amounts.push_back({std::string(text.substr(begin, end - begin)), {}});
    text.remove_prefix(end);
  }
  if (amounts.empty()) return {};
  amounts.back().words = words_of(text);
  amounts.front().words.insert(amounts.front().words.begin(), before.begin(), before.end());
  return amounts;
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

// What the words around a number say.
struct Measure {
  std::optional<int> unit;
  bool may_have_parts = false;  // by its unit
  bool is_money = false;
  bool and_a_half = false;  // of the unit
};
std::optional<Measure> measure_of(const std::vector<std::string>& words) {
  Measure measure;
  for (const auto& word : words) {
    const auto folded = text::fold(word, text::FoldVersion::kLetters);
    if (const auto power = unit_of(word)) {
      if (measure.unit) return std::nullopt;
      measure.unit = power;
      measure.may_have_parts = std::ranges::find(kUnitsWithParts, folded) != kUnitsWithParts.end();
    } else if (folded == kHalf) {
      if (!measure.may_have_parts || std::exchange(measure.and_a_half, true)) return std::nullopt;
    } else if (!is_currency(word) || std::exchange(measure.is_money, true)) {
      return std::nullopt;
    }
  }
  return measure;
}

std::optional<std::string> read_amount(const Amount& amount, const Marks& marks, NumberKind kind) {
  const auto measure = measure_of(amount.words);
  if (!measure || measure->and_a_half) return std::nullopt;
  const bool has_unit = measure->unit.has_value();
  const bool has_no_decimals = measure->is_money || (kind == NumberKind::kWhole && !has_unit);
  auto number = mantissa(amount.digits, marks, has_no_decimals, has_unit);
  if (!number) return std::nullopt;
  if (!number->ends_with('?')) return shifted(*number, measure->unit.value_or(0));
  number->pop_back();
  return number;
}

std::int64_t power(int exponent) { return exponent == 0 ? 1 : 10 * power(exponent - 1); }

// What is added up are whole amounts of falling units, each less than one of the unit before it: "1 tỷ 200 triệu",
// "2 tỷ rưỡi", and, as people of Vietnam say it, "1tr5", "1 tỷ 200". The last two are parts of the unit: tenths, or
// thousandths.
class Sum {
 public:
  Sum(const Marks& marks, std::size_t terms) : marks_(marks), terms_(terms) {}

  bool add(const Amount& amount) {
    const auto measure = measure_of(amount.words);
    if (!measure || (is_money_ && measure->is_money)) return false;
    is_money_ |= measure->is_money;
    ++added_;
    if (!measure->unit) return may_have_parts_ && added_ == terms_ && add_part(amount.digits);
    const auto number = mantissa(amount.digits, marks_, false, true);
    const auto whole = number ? parse_number<std::int64_t>(*number) : std::nullopt;
    if (!whole || *whole <= 0 || *measure->unit >= unit_ || *whole >= power(unit_ - *measure->unit)) return false;
    unit_ = *measure->unit;
    may_have_parts_ = measure->may_have_parts;
    sum_ += *whole * power(unit_);
    if (measure->and_a_half) sum_ += power(unit_) / 2;
    return !measure->and_a_half || added_ == terms_;
  }
  std::string text() const { return std::to_string(sum_); }

 private:
  bool add_part(const std::string& digits) {
    const auto part = parse_number<std::int64_t>(digits);
    if (!part || (digits.size() != 1 && digits.size() != 3)) return false;
    sum_ += *part * power(unit_ - static_cast<int>(digits.size()));
    return true;
  }

  const Marks& marks_;
  const std::size_t terms_;
  std::size_t added_ = 0;
  int unit_ = 18;  // of the amount before; none is as large
  bool may_have_parts_ = false;
  bool is_money_ = false;
  std::int64_t sum_ = 0;
};

bool ends_in_a_half(const Amount& amount) {
  return std::ranges::any_of(amount.words,
                             [](const auto& word) { return text::fold(word, text::FoldVersion::kLetters) == kHalf; });
}

std::optional<std::string> read_amounts(const std::vector<Amount>& amounts, const Marks& marks, NumberKind kind) {
  if (amounts.empty()) return std::nullopt;
  if (amounts.size() == 1 && !ends_in_a_half(amounts.front())) return read_amount(amounts.front(), marks, kind);
  Sum sum(marks, amounts.size());
  for (const auto& amount : amounts) {
    if (!sum.add(amount)) return std::nullopt;
  }
  return sum.text();
}

// What stands in front of a number and only says that it is not exact: "~", "≈", "khoảng".
std::string_view without_about(std::string_view text) {
  while (text.starts_with('~')) text = trimmed(text.substr(1));
  const auto end = std::min(text.find(' '), text.size());
  auto word = text.substr(0, end);
  while (word.ends_with('.')) word.remove_suffix(1);
  const auto folded = text::fold(word, text::FoldVersion::kLetters);
  return std::ranges::find(kAbout, folded) == kAbout.end() ? text : trimmed(text.substr(end));
}

// Signs and blanks that stand for others; the marks of Arabic numbers, which read in one way only.
std::string unified(std::string_view text) {
  auto written = icu::UnicodeString::fromUTF8(plain_digits(text));
  for (const auto& [mark, plain] : {std::pair(u"\u2019", u"'"), std::pair(u"\u066c", u""), std::pair(u"\u066b", u"."),
                                    std::pair(u"\u2248", u"~"), std::pair(u"\u223c", u"~")})
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

std::optional<std::string> read_number(std::string_view text, std::string_view region, NumberKind kind) {
  if (text.size() > kNumberTextBytesMax) return std::nullopt;
  const auto whole = unified(text);
  std::string_view written = without_about(trimmed(whole));
  const bool negative = written.starts_with('-');
  if (negative || written.starts_with('+')) written = trimmed(written.substr(1));
  auto number = power_of_ten(written);
  if (!number) number = read_amounts(amounts_in(spaced(written)), marks_of(std::string(region)), kind);
  return number && negative && *number != "0" ? "-" + *number : number;
}

}  // namespace leakproof::ingest
