#include "ingest/sources/text.h"

#include <libpsl.h>
#include <phonenumbers/phonenumberutil.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/time_text.h"
#include "calendar/local_day.h"
#include "text/fold.h"
#include "text/free_mail.h"

namespace leakproof::ingest {
namespace {

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

// Marks that change the order or the look of a line and cannot be seen.
bool is_invisible(UChar32 c) {
  return c == 0x200B || c == 0x200E || c == 0x200F || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

const char* type_of(i18n::phonenumbers::PhoneNumberUtil::PhoneNumberType type) {
  using Util = i18n::phonenumbers::PhoneNumberUtil;
  switch (type) {
    case Util::MOBILE:
      return "mobile";
    case Util::FIXED_LINE:
      return "fixed";
    case Util::FIXED_LINE_OR_MOBILE:
      return "fixed_or_mobile";
    case Util::VOIP:
      return "voip";
    case Util::TOLL_FREE:
      return "toll_free";
    default:
      return "other";
  }
}

bool is_dot_atom(std::string_view text) {
  constexpr std::string_view kOther = "!#$%&'*+-/=?^_`{|}~.";
  return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == text.npos &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_alnum(c) || kOther.find(c) != kOther.npos; });
}
bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-'; });
}
bool is_domain(std::string_view domain) {
  int labels = 0;
  for (;; ++labels) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == domain.npos) return labels > 0;
    domain.remove_prefix(dot + 1);
  }
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

// Full-width digits, long dashes and the like, as phones and word processors write them, in ASCII; a leading tel: goes.
std::string plain_number(std::string_view text) {
  if (text.starts_with("tel:")) text.remove_prefix(4);
  if (is_ascii(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  const auto* plain = icu::Normalizer2::getNFKCInstance(error);
  auto number = U_FAILURE(error) ? from_utf8(text) : plain->normalize(from_utf8(text), error);
  for (std::int32_t i = 0; i < number.length(); ++i) {
    if (u_charType(number.charAt(i)) == U_DASH_PUNCTUATION || number.charAt(i) == 0x2212) number.setCharAt(i, u'-');
  }
  std::string out;
  number.toUTF8String(out);
  return out;
}

std::optional<Phone> parse_phone(std::string_view text, std::string_view region) {
  using i18n::phonenumbers::PhoneNumberUtil;
  constexpr std::string_view kWritten = "+0123456789 ()-./\t";  // letters would be read as vanity digits
  if (text.size() > 120) return std::nullopt;
  const auto written = plain_number(text);
  if (written.size() > 40 || written.find_first_not_of(kWritten) != written.npos) return std::nullopt;
  const auto* plans = PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (plans->Parse(written, std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  if (!plans->IsValidNumber(number)) return std::nullopt;
  Phone phone;
  plans->Format(number, PhoneNumberUtil::E164, &phone.e164);
  plans->GetRegionCodeForNumber(number, &phone.region);
  if (phone.region == "ZZ" || phone.region == "001") phone.region.clear();
  phone.type = type_of(plans->GetNumberType(number));
  return phone;
}

// By the list of public suffixes that the library was built with: which one it was, is in the lead for good.
std::string registered_part(const std::string& domain) {
  const char* part = psl_registrable_domain(psl_builtin(), domain.c_str());
  return part == nullptr ? "" : part;
}

std::optional<Email> parse_email(std::string_view text) {
  const auto at = text.rfind('@');
  if (text.size() > 254 || at == text.npos || at > 64) return std::nullopt;
  if (!is_dot_atom(text.substr(0, at)) || !is_domain(text.substr(at + 1))) return std::nullopt;
  Email email;
  email.domain = lower_case(text.substr(at + 1));
  email.address = std::string(text.substr(0, at + 1)) + email.domain;
  email.free_mail = text::is_free_mail(email.domain);
  if (!email.free_mail) email.company_domain = registered_part(email.domain);
  return email;
}

namespace {

// "2026-01-05", "2026-01-05T03:10" and "2026-01-05 03:10:22" in the one form "2026-01-05T03:10:22", with what follows.
std::string whole_time(std::string_view text) {
  std::string written(text);
  if (written.size() == 10) written += "T00:00";
  if (written.size() > 10 && written[10] == ' ') written[10] = 'T';
  if (written.size() == 16) written += ":00";
  const bool bare = written.size() > 20 && written.find(':', written.size() - 5) == std::string::npos;
  if (bare && (written[written.size() - 5] == '+' || written[written.size() - 5] == '-'))
    written.insert(written.size() - 2, ":");  // +0000
  return written;
}

}  // namespace

std::optional<Instant> parse_time(std::string_view text, const std::string& zone) {
  const auto written = whole_time(text);
  if (written.size() < 19 || std::string_view(written).substr(16, 3) == ":60") return std::nullopt;
  if (auto instant = parse_instant(written); instant.ok()) return *instant;
  const auto shown = zone.empty() ? parse_instant("") : parse_instant(written + "Z");
  return shown.ok() ? std::optional(calendar::instant_of(zone, *shown)) : std::nullopt;
}

const Text& real_text() {
  static const Text text{text::fold, clean, parse_phone, parse_email, parse_time};
  return text;
}

}  // namespace leakproof::ingest
