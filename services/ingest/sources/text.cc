#include "ingest/sources/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/time_text.h"
#include "calendar/local_day.h"
#include "ingest/sources/number.h"
#include "ingest/sources/number_text.h"
#include "ingest/sources/place.h"
#include "text/fold.h"

namespace leakproof::ingest {
namespace {

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

// Marks that change the order or the look of a line and cannot be seen.
bool is_invisible(UChar32 c) {
  return c == 0x200B || c == 0x200E || c == 0x200F || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string clean(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* compose = icu::Normalizer2::getNFCInstance(error);
  const auto composed = U_FAILURE(error) ? from_utf8(text) : compose->normalize(from_utf8(text), error);
  icu::UnicodeString kept;
  bool space = false;
  for (std::int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
    const auto c = composed.char32At(i);
    if (is_invisible(c)) continue;
    if (u_isUWhiteSpace(c) || u_iscntrl(c)) {
      space = !kept.isEmpty();
      continue;
    }
    if (space) kept.append(UChar32{' '});
    space = false;
    kept.append(c);
  }
  std::string out;
  kept.toUTF8String(out);
  return out;
}

namespace {

// "2026-01-05", "2026-01-05T03:10" and "2026-01-05 03:10:22" in the one form "2026-01-05T03:10:22", with what follows.
std::string whole_time(std::string_view text) {
  std::string written(text);
  if (written.size() == 10) written += "T00:00";
  if (written.size() > 10 && written[10] == ' ') written[10] = 'T';
  if (written.size() == 16) written += ":00";
  return written;
}

// "UTC", "+0700", " GMT+7", "(UTC+07:00)" as RFC 3339 writes it; nothing when it is no offset.
std::optional<std::string> offset_of(std::string_view text) {
  const bool in_brackets = text.starts_with('(') && text.ends_with(')');
  if (in_brackets) text = text.substr(1, text.size() - 2);
  const bool is_named = text.starts_with("UTC") || text.starts_with("GMT");
  if (is_named) text.remove_prefix(3);
  if (text == "Z" || (text.empty() && is_named)) return "Z";
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  std::string digits(text.substr(1));
  std::erase(digits, ':');
  if (digits.size() < 3) digits = std::string(digits.size() == 1 ? 1 : 0, '0') + digits + "00";
  if (digits.size() != 4 || !is_digits(digits)) return std::nullopt;
  return text[0] + digits.substr(0, 2) + ':' + digits.substr(2);
}

// What follows the digits of a time of day, as RFC 3339 writes it; what is no offset stays.
std::string with_plain_offset(std::string_view text) {
  const auto end = text.size() > 16 ? text.find_first_not_of("0123456789:.", 11) : text.npos;
  if (end == text.npos || end < 16) return std::string(text);
  const auto rest = text.substr(text[end] == ' ' ? end + 1 : end);
  const auto offset = offset_of(rest);
  return offset ? std::string(text.substr(0, end)) + *offset : std::string(text);
}

}  // namespace

std::optional<Instant> parse_time(std::string_view text, const std::string& zone) {
  const auto written = whole_time(with_plain_offset(text));
  if (written.size() < 19 || std::string_view(written).substr(16, 3) == ":60") return std::nullopt;
  if (auto instant = parse_instant(written); instant.ok()) return *instant;
  const auto shown = zone.empty() ? parse_instant("") : parse_instant(written + "Z");
  return shown.ok() ? std::optional(calendar::instant_of(zone, *shown)) : std::nullopt;
}

const Text& real_text() {
  static const Text text{[](std::string_view written) { return text::fold(written, text::FoldVersion::kLetters); },
                         clean,
                         parse_phone,
                         read_phones,
                         parse_email,
                         read_emails,
                         read_number,
                         read_country,
                         read_province,
                         parse_time};
  return text;
}

}  // namespace leakproof::ingest
