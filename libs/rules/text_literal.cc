#include "rules/text_literal.h"

#include <charconv>
#include <cstdint>

#include "rules/parse.h"

namespace leakproof::rules {
namespace {

void append_utf8(std::string& out, std::uint32_t code) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3f)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | code >> 12);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xf0 | code >> 18);
    tail(12), tail(6), tail(0);
  }
}

// How many hex digits follow \x, \u and \U.
std::size_t digits_of(char kind) { return kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0; }

void append_code_point(std::string& out, std::string_view digits, std::size_t wanted, std::size_t at) {
  std::uint32_t code = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  const bool whole = digits.size() == wanted && read.ptr == digits.data() + digits.size();
  if (!whole || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw Refused{"this escape names no character", at};
  append_utf8(out, code);
}

}  // namespace

std::string unescaped(std::string_view body, std::size_t at) {
  static constexpr std::string_view kLetters = "abfnrtv\\?\"'`", kMeanings = "\a\b\f\n\r\t\v\\?\"'`";
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\\') {
      out += body[i];
      continue;
    }
    const char kind = body[++i];  // the grammar never ends a string on a lone backslash
    if (const auto letter = kLetters.find(kind); letter != std::string_view::npos) {
      out += kMeanings[letter];
    } else if (const auto digits = digits_of(kind); digits != 0) {
      append_code_point(out, body.substr(i + 1, digits), digits, at + i - 1);
      i += digits;
    } else {
      throw Refused{"unknown escape: write \\\\ for a backslash, or a raw string r\"...\"", at + i - 1};
    }
  }
  return out;
}

}  // namespace leakproof::rules
