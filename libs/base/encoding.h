// Bytes as text and back: hex and base64 (RFC 4648). Decoding is strict: what this module would not have written is
// refused, so a text has one meaning and a signature one spelling. Any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace leakproof {

// Lower case.
std::string hex(std::string_view bytes);
// Either case; nullopt for an odd length or another character.
std::optional<std::string> unhex(std::string_view text);

// The standard alphabet, padded, on one line.
std::string base64_encode(std::string_view bytes);
// nullopt for anything base64_encode does not write: white space, missing padding, bits set behind the end.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace leakproof
