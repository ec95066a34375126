#include "text/charset.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "base/ascii.h"
#include "text/utf8.h"

namespace leakproof::text {
namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

// encoding.spec.whatwg.org: what pages call so is the larger set of Windows.
std::string name_of(std::string_view label) {
  static const std::set<std::string> kWestern = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1",
                                                 "l1",         "us-ascii",  "ascii",      "cp1252"};
  static const std::set<std::string> kTurkish = {"iso-8859-9", "iso8859-9", "iso_8859-9", "latin5", "l5"};
  const auto name = lower_case(label);
  return kWestern.contains(name) ? "windows-1252" : kTurkish.contains(name) ? "windows-1254" : name;
}

// Sets with shifts and escapes are left out: in them a text is not what its bytes look like.
bool is_plain(const UConverter* converter) {
  const auto type = ucnv_getType(converter);
  return type == UCNV_SBCS || type == UCNV_DBCS || type == UCNV_MBCS || type == UCNV_UTF8 || type == UCNV_LATIN_1 ||
         type == UCNV_US_ASCII;
}

Converter open(const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &error), ucnv_close);
  if (U_SUCCESS(error))
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  return U_SUCCESS(error) ? std::move(converter) : Converter(nullptr, ucnv_close);
}

std::optional<icu::UnicodeString> read(UConverter* converter, std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter, error);
  return U_SUCCESS(error) ? std::optional(std::move(text)) : std::nullopt;
}

std::optional<std::string> as_utf8(UConverter* converter, std::string_view bytes) {
  const auto text = read(converter, bytes);
  if (!text) return std::nullopt;
  std::string out;
  text->toUTF8String(out);
  return out;
}

bool is_letter(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_high(unsigned char c) { return c >= 0x80; }

// Words of the Latin script are mostly ASCII; a word of another script has none of it.
bool looks_latin(std::string_view bytes) {
  std::size_t letters = 0, high = 0;
  for (const unsigned char c : std::string(bytes) + " ") {
    if (is_high(c)) {
      if (++high > 2 && high > letters) return false;
    } else if (is_letter(c)) {
      ++letters;
    } else {
      if (high > 1 && letters == 0) return false;
      letters = high = 0;
    }
  }
  return true;
}

// Letters at which the Latin sets of Windows agree: é is in all of them, è is not.
bool reads_the_same(std::string_view bytes) {
  static const auto kSame = [] {
    std::array<bool, 256> same{};
    for (int byte = 0; byte < 256; ++byte) {
      const char one = static_cast<char>(byte);
      const auto first = to_utf8({&one, 1}, "windows-1252");
      same[byte] = first && (byte < 0x80 || byte >= 0xC0);
      for (const char* other : {"windows-1250", "windows-1254", "windows-1258"})
        same[byte] = same[byte] && first == to_utf8({&one, 1}, other);
    }
    return same;
  }();
  return std::ranges::all_of(bytes, [](unsigned char c) { return kSame[c]; });
}

// windows-1258 writes tones as marks behind a vowel. `sure`: no other language has this pair of bytes.
struct Tones {
  bool possible = true, sure = false;
};
Tones tones_of(std::string_view bytes) {
  constexpr std::string_view kMarks = "\xCC\xD2\xDE\xEC\xF2";
  constexpr std::string_view kCapitals = "\xCC\xD2\xDE";  // by other sets; never inside a word of small letters
  constexpr std::string_view kVowels = "aeiouyAEIOUY";
  constexpr std::string_view kOwn = "\xC2\xC3\xCA\xD4\xD5\xDD\xE2\xE3\xEA\xF4\xF5\xFD";  // Â Ă Ê Ô Ơ Ư
  Tones tones;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (kMarks.find(bytes[i]) == kMarks.npos) continue;
    const char before = i == 0 ? ' ' : bytes[i - 1];
    const bool own = kOwn.find(before) != kOwn.npos;
    tones.possible = tones.possible && (own || kVowels.find(before) != kVowels.npos);
    tones.sure = tones.sure || own || (before >= 'a' && before <= 'z' && kCapitals.find(bytes[i]) != kCapitals.npos);
  }
  return tones;
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset) {
  const auto name = name_of(charset);
  if (name == "utf-8" || name == "utf8") return is_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
  const auto converter = name.empty() ? Converter(nullptr, ucnv_close) : open(name);
  if (!converter || !is_plain(converter.get())) return std::nullopt;
  return as_utf8(converter.get(), bytes);
}

std::optional<std::string_view> charset_of(std::string_view bytes) {
  if (is_utf8(bytes)) return "utf-8";
  const auto tones = tones_of(bytes);
  if (tones.possible && tones.sure && to_utf8(bytes, "windows-1258")) return "windows-1258";
  if (looks_latin(bytes) && reads_the_same(bytes)) return "windows-1252";
  return std::nullopt;
}

std::optional<std::string> without_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
  const bool little = bytes.starts_with("\xFF\xFE");
  if (!little && !bytes.starts_with("\xFE\xFF")) return std::string(bytes);
  const auto converter = open(little ? "UTF-16LE" : "UTF-16BE");
  return converter ? as_utf8(converter.get(), bytes.substr(2)) : std::nullopt;
}

}  // namespace leakproof::text
