#include "ingest/sources/phone.h"

#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>

#include "ingest/sources/number_text.h"

namespace leakproof::ingest {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberMatch;
using i18n::phonenumbers::PhoneNumberMatcher;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t kPhoneTextBytesMax = 256;  // a longer text is no answer to "your telephone number"
constexpr std::size_t kNumbersMax = 4;

const PhoneNumberUtil& plans() { return *PhoneNumberUtil::GetInstance(); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

const char* name_of(PhoneNumberUtil::PhoneNumberType type) {
  switch (type) {
    case PhoneNumberUtil::MOBILE:
      return "mobile";
    case PhoneNumberUtil::FIXED_LINE:
      return "fixed";
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
      return "fixed_or_mobile";
    case PhoneNumberUtil::VOIP:
      return "voip";
    case PhoneNumberUtil::TOLL_FREE:
      return "toll_free";
    default:
      return "other";
  }
}
bool is_mobile(const PhoneNumber& number) {
  const auto type = plans().GetNumberType(number);
  return type == PhoneNumberUtil::MOBILE || type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE;
}

std::string e164_of(const PhoneNumber& number) {
  std::string e164;
  plans().Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}
std::string national_digits(const PhoneNumber& number) {
  std::string digits;
  plans().GetNationalSignificantNumber(number, &digits);
  return digits;
}

bool is_written_with_code(const PhoneNumber& number) {
  return number.country_code_source() == PhoneNumber::FROM_NUMBER_WITH_PLUS_SIGN ||
         number.country_code_source() == PhoneNumber::FROM_NUMBER_WITH_IDD;
}

// Whether a number is valid costs more than to read it: asked once a reading.
struct Reading {
  PhoneNumber number;
  bool is_valid = false;
};

std::optional<PhoneNumber> parsed(const std::string& written, const std::string& region) {
  PhoneNumber number;
  const auto error = plans().ParseAndKeepRawInput(written, region.empty() ? "ZZ" : region, &number);
  return error == PhoneNumberUtil::NO_PARSING_ERROR ? std::optional(number) : std::nullopt;
}

std::optional<Reading> valid(std::optional<PhoneNumber> number) {
  if (!number || !plans().IsValidNumber(*number)) return std::nullopt;
  return Reading{*std::move(number), true};
}

// "+84 84 901…": a form put its code in front of a number that had it.
std::optional<Reading> without_doubled_code(const PhoneNumber& number) {
  const auto code = std::to_string(number.country_code());
  const auto digits = national_digits(number);
  if (!digits.starts_with(code)) return std::nullopt;
  return valid(parsed("+" + digits, ""));
}

// In the region, or nothing when it is not even written as a number.
std::optional<Reading> number_in(const std::string& written, const std::string& region) {
  const auto number = parsed(written, region);
  if (auto found = valid(number)) return found;
  if (written.starts_with("+0")) return number_in(written.substr(1), region);
  if (number) {
    if (auto inner = without_doubled_code(*number)) return inner;
  }
  if (written.starts_with("00")) {  // as most of the world dials
    if (auto abroad = valid(parsed("+" + written.substr(2), ""))) return abroad;
  }
  return number ? std::optional(Reading{*number}) : std::nullopt;
}

// 0000000000, 1234567890: what people type who do not want to be called.
bool is_filler(const std::string& digits) {
  const auto runs_by = [&](int step) {
    return std::adjacent_find(digits.begin(), digits.end(),
                              [&](char a, char b) { return (b - a + 10) % 10 != (step + 10) % 10; }) == digits.end();
  };
  return runs_by(0) || runs_by(1) || runs_by(-1);
}

// North American area codes and exchanges begin with 2 to 9.
bool fits_north_america(const std::string& digits) { return digits.size() == 10 && digits[0] > '1' && digits[3] > '1'; }

// Plans that have grown longer numbers since the library's data.
bool is_of_grown_plan(const PhoneNumber& number, const std::string& digits) {
  constexpr std::array kGrown = {std::pair(229, 10), std::pair(220, 9), std::pair(508, 9), std::pair(856, 9)};
  return std::find(kGrown.begin(), kGrown.end(), std::pair(number.country_code(), static_cast<int>(digits.size()))) !=
         kGrown.end();
}

// Whether somebody might have it, as far as its length tells.
bool is_conceivable(const PhoneNumber& number) {
  const auto digits = national_digits(number);
  if (is_filler(digits) || (number.country_code() == 1 && !fits_north_america(digits))) return false;
  return plans().IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE || is_of_grown_plan(number, digits);
}

// 11 8765 4321: a Brazilian mobile as it was before the ninth digit, and as many write it.
bool lacks_ninth_digit(const PhoneNumber& number) {
  const auto digits = national_digits(number);
  return number.country_code() == 55 && digits.size() == 10 && digits[2] >= '6';
}

// A new range of mobiles is as long as the others; a number without a country code is written with the trunk prefix.
bool may_be_of_new_range(const PhoneNumber& number, const std::string& written, const std::string& region) {
  if (!is_conceivable(number)) return false;
  const bool fits =
      plans().IsPossibleNumberForTypeWithReason(number, PhoneNumberUtil::MOBILE) == PhoneNumberUtil::IS_POSSIBLE ||
      is_of_grown_plan(number, national_digits(number));
  if (!fits || number.country_code_source() != PhoneNumber::FROM_DEFAULT_COUNTRY) return fits;
  std::string trunk;
  plans().GetNddPrefixForRegion(region, true, &trunk);
  return trunk != "0" || written[written.find_first_of("0123456789")] == '0' || lacks_ninth_digit(number);
}

Phone phone_of(const PhoneNumber& number) {
  Phone phone;
  phone.e164 = e164_of(number);
  phone.extension = number.extension();
  plans().GetRegionCodeForNumber(number, &phone.region);
  if (phone.region == "ZZ" || phone.region == "001") phone.region.clear();
  const auto type = plans().GetNumberType(number);
  phone.type = name_of(type);
  phone.known_range = type != PhoneNumberUtil::UNKNOWN;  // what the library calls a valid number
  phone.keys = spellings_of(phone.e164);
  if (!phone.extension.empty()) phone.keys = {phone.e164 + ";ext=" + phone.extension};  // a house shares the number
  return phone;
}

// Neither reading joins people by itself: only the same digits again do.
Phone with_other(Phone phone, const std::string& other) {
  phone.other = other;
  phone.keys = {phone.e164 + "|" + other};
  return phone;
}

// 491713920012 in Germany: the mobile as messengers, sheets and ad platforms hand it out, and somebody's landline.
std::optional<PhoneNumber> with_own_code(const PhoneNumber& number, const std::string& written) {
  if (number.country_code_source() != PhoneNumber::FROM_DEFAULT_COUNTRY) return std::nullopt;
  std::string digits;
  std::copy_if(written.begin(), written.end(), std::back_inserter(digits), is_digit);
  if (!digits.starts_with(std::to_string(number.country_code()))) return std::nullopt;
  const auto other = valid(parsed("+" + digits, ""));
  return other ? std::optional(other->number) : std::nullopt;
}

Phone known_phone(const PhoneNumber& number, const std::string& written) {
  const auto other = with_own_code(number, written);
  if (!other) return phone_of(number);
  return is_mobile(*other) ? with_other(phone_of(*other), e164_of(number))
                           : with_other(phone_of(number), e164_of(*other));
}

std::optional<Phone> read_phone_number(const std::string& written, const PhoneRegions& regions) {
  const auto& first = regions.own.empty() ? regions.workspace : regions.own;
  const auto own = number_in(written, first);
  if (own && own->is_valid) return known_phone(own->number, written);
  const bool may_be = own && may_be_of_new_range(own->number, written, first);
  if (may_be && is_written_with_code(own->number)) return phone_of(own->number);
  const auto here = first == regions.workspace ? std::nullopt : number_in(written, regions.workspace);
  if (here && here->is_valid) {
    const bool two_ways = own && is_conceivable(own->number) && !is_written_with_code(here->number);
    auto phone = known_phone(here->number, written);
    return two_ways ? with_other(std::move(phone), e164_of(own->number)) : phone;
  }
  return may_be ? std::optional(phone_of(own->number)) : std::nullopt;
}

// Letters would be read as vanity digits.
bool is_bare(std::string_view written) {
  constexpr std::string_view kBare = "+0123456789 ()-./\t";
  return written.size() <= 40 && !written.empty() && written.find_first_not_of(kBare) == written.npos &&
         std::any_of(written.begin(), written.end(), is_digit);
}

void add(std::vector<Phone>& phones, std::optional<Phone> phone) {
  if (!phone || phones.size() == kNumbersMax) return;
  const bool known = std::any_of(phones.begin(), phones.end(), [&](const Phone& one) {
    return std::find(one.keys.begin(), one.keys.end(), phone->keys.front()) != one.keys.end();
  });
  if (!known) phones.push_back(std::move(*phone));
}

std::vector<Phone> found_in(const std::string& written, const PhoneRegions& regions) {
  std::vector<Phone> phones;
  const auto& region = regions.own.empty() ? regions.workspace : regions.own;
  PhoneNumberMatcher matcher(plans(), written, region.empty() ? "ZZ" : region, PhoneNumberMatcher::POSSIBLE, 20);
  PhoneNumberMatch match;
  while (matcher.HasNext() && matcher.Next(&match)) add(phones, read_phone_number(match.raw_string(), regions));
  return phones;
}

// The runs of a text that are written with their country code, for plans whose numbers the library takes as too long.
std::vector<Phone> runs_with_code(std::string_view written, const PhoneRegions& regions) {
  std::vector<Phone> phones;
  for (auto at = written.find('+'); at != written.npos; at = written.find('+')) {
    written.remove_prefix(at);
    const auto end = written.find_first_not_of("0123456789 -.", 1);
    add(phones, read_phone_number(std::string(written.substr(0, end)), regions));
    written.remove_prefix(1);
  }
  return phones;
}

// What the library does not know for an extension.
std::string with_extension_sign(std::string written) {
  for (const std::string_view word : {"máy lẻ", "Máy lẻ", "may le", "nội bộ", "Nội bộ", "Durchwahl", "Nebenstelle"}) {
    if (const auto at = written.find(word); at != written.npos) written.replace(at, word.size(), "ext");
  }
  return written;
}

// "0901001101-0901001102": a dash between two numbers.
std::string parted(const std::string& written) {
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const auto left = written.find_last_not_of("0123456789", i == 0 ? 0 : i - 1);
    const auto right = written.find_first_not_of("+0123456789", i + 1);
    const bool between =
        written[i] == '-' && i - (left == written.npos ? 0 : left + 1) > 8 && std::min(right, written.size()) - i > 9;
    out += between ? " / " : std::string(1, written[i]);
  }
  return out;
}

// "84901047107@c.us", as WhatsApp calls a number: with its country's code, and without a plus.
std::string without_messenger(std::string written) {
  for (const std::string_view domain : {"@c.us", "@s.whatsapp.net"}) {
    if (!written.ends_with(domain)) continue;
    written.resize(written.size() - domain.size());
    return is_digits(written) ? "+" + written : written;
  }
  return written;
}

// What a sheet made of a number that it took for one: "+84901025107.0", "8,4901027107E+10".
std::string without_decimals(std::string_view text) {
  const bool has_plus = text.starts_with('+');
  std::string digits(has_plus ? text.substr(1) : text);
  const auto comma = digits.find(',');
  if (comma == 1 && digits.find_first_of("eE") != digits.npos) digits[comma] = '.';
  const auto whole = plain_number(digits);
  const bool is_whole = whole != digits && is_digits(whole);
  return is_whole ? (has_plus ? "+" : "") + whole : std::string(text);
}

std::string written_number(std::string_view text) { return without_messenger(without_decimals(plain_number(text))); }

}  // namespace

std::optional<Phone> parse_phone(std::string_view text, std::string_view region) {
  const auto written = written_number(text);
  if (!is_bare(written)) return std::nullopt;
  const auto number = number_in(written, std::string(region));
  return number && number->is_valid ? std::optional(known_phone(number->number, written)) : std::nullopt;
}

std::vector<Phone> read_phones(std::string_view text, const PhoneRegions& regions) {
  if (text.size() > kPhoneTextBytesMax) return {};
  const auto written = written_number(text);
  if (is_bare(written)) {
    if (auto phone = read_phone_number(written, regions)) return {std::move(*phone)};
  }
  auto phones = found_in(with_extension_sign(written), regions);
  if (phones.empty()) phones = found_in(parted(written), regions);
  return phones.empty() ? runs_with_code(written, regions) : phones;
}

std::vector<std::string> spellings_of(const std::string& e164) {
  std::vector<std::string> all{e164};
  const auto has = [&](std::string_view code, std::size_t digits) {
    return e164.starts_with(code) && e164.size() == code.size() + digits;
  };
  const auto rest = [&](std::size_t from) { return e164.substr(from); };
  const auto begins = [&](std::size_t at, std::string_view digits) {
    return at < e164.size() && digits.find(e164[at]) != digits.npos;
  };
  if (has("+549", 10)) all.push_back("+54" + rest(4));
  if (has("+54", 10)) all.push_back("+549" + rest(3));
  if (has("+521", 10)) all.push_back("+52" + rest(4));
  if (has("+52", 10)) all.push_back("+521" + rest(3));
  if (has("+55", 11) && e164[5] == '9' && begins(6, "6789")) all.push_back(e164.substr(0, 5) + rest(6));
  if (has("+55", 10) && begins(5, "6789")) all.push_back(e164.substr(0, 5) + "9" + rest(5));
  if (has("+22901", 8)) all.push_back("+229" + rest(6));
  if (has("+229", 8)) all.push_back("+22901" + rest(4));
  return all;
}

}  // namespace leakproof::ingest
