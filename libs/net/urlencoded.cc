#include "net/urlencoded.h"

#include <cstdint>
#include <optional>

#include "base/encoding.h"
#include "text/utf8.h"

namespace leakproof::net {
namespace {

// The byte that "%4a" stands for.
std::optional<char> byte_at(std::string_view text) {
  const auto byte = text.starts_with('%') ? unhex(text.substr(1, 2)) : std::nullopt;
  return byte && byte->size() == 1 ? std::optional(byte->front()) : std::nullopt;
}

// The unit of UTF-16 that "%u1EC5" stands for: escape() of JavaScript writes so.
std::optional<std::uint32_t> unit_at(std::string_view text) {
  const auto bytes = text.starts_with("%u") ? unhex(text.substr(2, 4)) : std::nullopt;
  if (!bytes || bytes->size() != 2) return std::nullopt;
  return static_cast<unsigned char>((*bytes)[0]) << 8 | static_cast<unsigned char>((*bytes)[1]);
}

bool is_escaped(std::string_view text) {
  for (auto at = text.find("%u"); at != text.npos; at = text.find("%u", at + 1)) {
    if (unit_at(text.substr(at))) return true;
  }
  return false;
}

// By the parser of WHATWG a % that stands before no two hex digits is one.
std::string decode_percent(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = byte_at(text.substr(i));
    decoded.push_back(byte ? *byte : text[i] == '+' && plus_is_space ? ' ' : text[i]);
    if (byte) i += 2;
  }
  return decoded;
}
std::string decode_form_text(std::string_view text) { return decode_percent(text, true); }

bool has_bare_percent(std::string_view text) {
  for (auto at = text.find('%'); at != text.npos; at = text.find('%', at + 1)) {
    if (!byte_at(text.substr(at))) return true;
  }
  return false;
}

// What escape() wrote: %FC is the letter, and a plus is a plus.
std::string decode_escaped(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    auto character = unit_at(text);
    std::size_t size = character ? 6 : 1;
    if (const auto low = character ? unit_at(text.substr(6)) : std::nullopt;
        low && (*character & 0xFC00) == 0xD800 && (*low & 0xFC00) == 0xDC00) {
      character = 0x10000 + ((*character & 0x3FF) << 10 | (*low & 0x3FF));
      size = 12;
    }
    if (const auto byte = byte_at(text)) {
      character = static_cast<unsigned char>(*byte);
      size = 3;
    }
    const auto bytes = character ? text::utf8_of(*character) : std::nullopt;
    decoded += bytes ? *bytes : std::string(text.substr(0, size));
    text.remove_prefix(size);
  }
  return decoded;
}

bool is_text(std::string_view bytes) { return text::first_foreign_byte(bytes) == bytes.npos; }

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  if (has_bare_percent(text)) return refuse("a % does not stand before two hex digits");
  auto decoded = decode_percent(text, plus_is_space);
  if (!is_text(decoded)) return refuse("the decoded text is not UTF-8 without NUL");
  return decoded;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (unsigned char c : text) {
    if (kPlain.find(static_cast<char>(c)) != kPlain.npos)
      encoded.push_back(static_cast<char>(c));
    else
      (encoded += '%').append({kDigits[c >> 4], kDigits[c & 15]});
  }
  return encoded;
}

Result<FormFields> parse_urlencoded(std::string_view text, std::size_t fields_max) {
  LEAKPROOF_ASSIGN(fields, split_urlencoded(text, fields_max));
  LEAKPROOF_TRY(check_text(fields));
  return fields;
}

Status check_text(const FormFields& fields) {
  for (const auto& [name, value] : fields) {
    if (!is_text(name) || !is_text(value)) return refuse("the decoded text is not UTF-8 without NUL");
  }
  return {};
}

Result<FormFields> split_urlencoded(std::string_view text, std::size_t fields_max) {
  FormFields fields;
  const auto decode = is_escaped(text) ? decode_escaped : decode_form_text;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (fields.size() == fields_max) return refuse("the form has more than " + std::to_string(fields_max) + " fields");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals));
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())));
    if (value.size() > kFormValueBytesMax) return refuse("a form field is too large");
    fields.emplace_back(std::move(name), std::move(value));
  }
  return fields;
}

}  // namespace leakproof::net
