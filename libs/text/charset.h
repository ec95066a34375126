// Bytes of older character sets as UTF-8, by ICU. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::text {

// `bytes` of the named set as UTF-8; nothing when there is no such set, or when they are not of it. A name means what
// browsers mean by it: "iso-8859-1" is windows-1252.
std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset);

// The set that `bytes` are in, by themselves: UTF-8; or one of eight bits when it makes no difference which of the
// Latin ones it is, or when only Vietnamese writes so. Nothing when it would be a guess.
std::optional<std::string_view> charset_of(std::string_view bytes);

// UTF-16 with its byte-order mark as UTF-8; a mark of UTF-8 is taken off; all else as it is. Nothing for UTF-16 that is
// broken.
std::optional<std::string> without_mark(std::string_view bytes);

}  // namespace leakproof::text
