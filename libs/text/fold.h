// Texts compared as people read them. Pure; the same for ever, since decisions that are made again depend on it.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::text {

// The first knows of the letters that Unicode does not take apart đ only. A version never changes: a decision is made
// again by the one that it was made with.
enum class FoldVersion { kFirst = 1, kLetters = 2 };

// "Số điện thoại" → "sodienthoai": no case, accents, spaces, punctuation. `text` is UTF-8.
std::string fold(std::string_view text, FoldVersion version = FoldVersion::kFirst);

}  // namespace leakproof::text
