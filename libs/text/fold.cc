#include "text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

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

}  // namespace

std::string fold(std::string_view text) {
  if (is_ascii(text)) return fold_ascii(text);
  UErrorCode error = U_ZERO_ERROR;
  const auto* decompose = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) return fold_ascii(text);
  const auto read = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const auto decomposed = decompose->normalize(read, error);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const auto c = decomposed.char32At(i);
    if (c == 0x0110 || c == 0x0111)
      kept.append(UChar32{'d'});  // đ does not decompose
    else if (u_isalnum(c))
      kept.append(c);
  }
  std::string out;
  kept.foldCase().toUTF8String(out);
  return out;
}

}  // namespace leakproof::text
