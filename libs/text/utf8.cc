#include "text/utf8.h"

#include <unicode/utf8.h>

#include <cstdint>

namespace leakproof::text {
namespace {

// Of the first character below `least`; one that is malformed reads as -1.
std::size_t first_below(UChar32 least, std::string_view text) {
  for (std::size_t next = 0; next < text.size();) {
    const auto at = next;
    UChar32 character = 0;
    U8_NEXT(text.data(), next, text.size(), character);
    if (character < least) return at;
  }
  return text.npos;
}

}  // namespace

bool is_utf8(std::string_view text) { return first_below(0, text) == text.npos; }

std::optional<std::string> utf8_of(std::uint32_t character) {
  char bytes[U8_MAX_LENGTH];
  std::size_t size = 0;
  UBool failed = false;
  U8_APPEND(bytes, size, sizeof bytes, character, failed);
  return failed ? std::nullopt : std::optional(std::string(bytes, size));
}

std::size_t first_foreign_byte(std::string_view text) { return first_below(1, text); }

}  // namespace leakproof::text
