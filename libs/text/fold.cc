#include "text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace leakproof::text {
namespace {

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string fold_ascii(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (is_alnum(c)) out.push_back(lower(c));
  }
  return out;
}

// A letter that does not decompose, as people write it without its stroke or ligature; nullptr when it stays.
const char16_t* plain_letter(UChar32 c, FoldVersion version) {
  if (c == 0x0110 || c == 0x0111) return u"d";  // đ
  if (version == FoldVersion::kFirst) return nullptr;
  static constexpr std::array<std::pair<UChar32, const char16_t*>, 18> kLetters = {{
      {0x00C6, u"ae"},
      {0x00E6, u"ae"},
      {0x00D0, u"d"},
      {0x00F0, u"d"},
      {0x00D8, u"o"},
      {0x00F8, u"o"},
      {0x00DE, u"th"},
      {0x00FE, u"th"},
      {0x0126, u"h"},
      {0x0127, u"h"},
      {0x0131, u"i"},
      {0x0141, u"l"},
      {0x0142, u"l"},
      {0x0152, u"oe"},
      {0x0153, u"oe"},
      {0x0166, u"t"},
      {0x0167, u"t"},
      {0x0189, u"d"},
  }};
  const auto found = std::find_if(kLetters.begin(), kLetters.end(), [&](const auto& row) { return row.first == c; });
  if (found != kLetters.end()) return found->second;
  return u_charType(c) == U_MODIFIER_LETTER && c < 0x0300 ? u"" : nullptr;  // an apostrophe by another name
}

}  // namespace

std::string fold(std::string_view text, FoldVersion version) {
  if (is_ascii(text)) return fold_ascii(text);
  UErrorCode error = U_ZERO_ERROR;
  const auto* decompose = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) return fold_ascii(text);
  const auto read = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const auto decomposed = decompose->normalize(read, error);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const auto c = decomposed.char32At(i);
    if (const auto* plain = plain_letter(c, version))
      kept.append(plain);
    else if (u_isalnum(c))
      kept.append(c);
  }
  std::string out;
  kept.foldCase().toUTF8String(out);
  return out;
}

}  // namespace leakproof::text
