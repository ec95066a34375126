#include "net/urlencoded.h"

#include <cstdint>

#include "crypto/encoding.h"

namespace leakproof {
namespace {

struct Utf8Form {
  int length = 0;           // 0: no first byte of a character
  std::uint32_t least = 0;  // a smaller code point has a shorter form
  std::uint32_t bits = 0;   // of the code point, in the first byte
};

Utf8Form utf8_form(unsigned char first) {
  if (first < 0x80) return {1, 0, first};
  if ((first & 0xe0) == 0xc0) return {2, 0x80, first & 0x1fu};
  if ((first & 0xf0) == 0xe0) return {3, 0x800, first & 0x0fu};
  if ((first & 0xf8) == 0xf0) return {4, 0x10000, first & 0x07u};
  return {};
}

}  // namespace

bool valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Form form = utf8_form(text[i]);
    if (form.length == 0 || form.length > static_cast<int>(text.size() - i)) return false;
    std::uint32_t point = form.bits;
    for (int k = 1; k < form.length; ++k) {
      if ((text[i + k] & 0xc0) != 0x80) return false;
      point = point << 6 | (text[i + k] & 0x3fu);
    }
    if (point < form.least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    i += form.length;
  }
  return true;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded.push_back(' ');
    } else if (text[i] == '%') {
      const auto byte = unhex(text.substr(i + 1, 2));
      if (!byte || byte->size() != 1) return refuse("a % does not stand before two hex digits");
      decoded += *byte;
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  if (!valid_utf8(decoded) || decoded.find('\0') != decoded.npos)
    return refuse("the decoded text is not UTF-8 without NUL");
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
  FormFields fields;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (fields.size() == fields_max) return refuse("the form has more than " + std::to_string(fields_max) + " fields");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    LEAKPROOF_ASSIGN(name, percent_decode(pair.substr(0, equals), true));
    LEAKPROOF_ASSIGN(value, percent_decode(pair.substr(std::min(equals + 1, pair.size())), true));
    if (value.size() > kFormValueBytesMax) return refuse("a form field is too large");
    fields.emplace_back(std::move(name), std::move(value));
  }
  return fields;
}

}  // namespace leakproof
