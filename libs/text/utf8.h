// Whether bytes are UTF-8, by ICU. Overlong forms, surrogates and what lies beyond U+10FFFF are not. Pure; any thread.
#pragma once
#include <cstddef>
#include <string_view>

namespace leakproof::text {

bool is_utf8(std::string_view text);
// The offset of the first character that is not UTF-8 or is a NUL; npos when there is none.
std::size_t first_foreign_byte(std::string_view text);

}  // namespace leakproof::text
