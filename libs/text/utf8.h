// Whether bytes are UTF-8, by ICU. Overlong forms, surrogates and what lies beyond U+10FFFF are not. Pure; any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::text {

bool is_utf8(std::string_view text);
// The offset of the first character that is not UTF-8 or is a NUL; npos when there is none.
std::size_t first_foreign_byte(std::string_view text);

// One character as UTF-8; nothing for a number that is none.
std::optional<std::string> utf8_of(std::uint32_t character);

}  // namespace leakproof::text
