// Tested by: services/ingest/sources/number_test.cc
#include "ingest/sources/number_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/ascii.h"

namespace leakproof::ingest {
namespace {

UChar32 plain(UChar32 c) {
  if (const auto digit = u_charDigitValue(c); digit >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER) return '0' + digit;
  if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212) return '-';
  return u_isUWhiteSpace(c) || u_iscntrl(c) ? ' ' : c;
}

// "30901820.0" → "30901820"; "8.4901234567E+10" → "84901234567", when no digit is lost in it.
std::string whole_number(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == text.npos || !is_digits(text.substr(0, dot))) return std::string(text);
  const auto fraction = text.substr(dot + 1);
  if (fraction.find_first_not_of('0') == fraction.npos) return std::string(text.substr(0, dot));
  const auto exponent = fraction.find_first_of("eE");
  if (exponent == fraction.npos || dot != 1 || !is_digits(fraction.substr(0, exponent))) return std::string(text);
  auto power = fraction.substr(exponent + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  return power == std::to_string(exponent) ? text[0] + std::string(fraction.substr(0, exponent)) : std::string(text);
}

std::string_view without_wrapping(std::string_view text) {
  if (text.starts_with("=\"") && text.ends_with('"')) return text.substr(2, text.size() - 3);
  if (text.starts_with('\'')) text.remove_prefix(1);
  return lower_case(text.substr(0, 4)) == "tel:" ? text.substr(4) : text;
}

}  // namespace

bool is_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string plain_digits(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; })) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  const auto read = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const auto* compatible = icu::Normalizer2::getNFKCInstance(error);
  const auto written = U_FAILURE(error) ? read : compatible->normalize(read, error);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < written.length(); i = written.moveIndex32(i, 1)) {
    const auto c = written.char32At(i);
    if (u_charType(c) != U_FORMAT_CHAR) kept.append(plain(c));
  }
  std::string out;
  kept.toUTF8String(out);
  return out;
}

std::string plain_number(std::string_view text) {
  const auto digits = plain_digits(text);
  std::string_view inner = digits;
  while (inner.starts_with(' ')) inner.remove_prefix(1);
  while (inner.ends_with(' ')) inner.remove_suffix(1);
  return whole_number(without_wrapping(inner));
}

}  // namespace leakproof::ingest
