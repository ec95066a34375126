// Texts compared as people read them. Pure; the same for ever, since decisions that are made again depend on it.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::text {

// "Số điện thoại" → "sodienthoai": no case, accents, spaces, punctuation. `text` is UTF-8.
std::string fold(std::string_view text);

}  // namespace leakproof::text
