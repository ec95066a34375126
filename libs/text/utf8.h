// Whether bytes are UTF-8. Pure.
#pragma once
#include <cstddef>
#include <string_view>

namespace leakproof::text {

// The offset of the first byte that is not UTF-8 (overlong forms and surrogates included) or is a NUL; npos when there
// is none.
std::size_t first_foreign_byte(std::string_view text);

}  // namespace leakproof::text
