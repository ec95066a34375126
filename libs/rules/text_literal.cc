#include "rules/text_literal.h"

#include <cstdint>
#include <optional>

#include "base/parse_number.h"
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
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | code >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

// The number that `digits` are in `base`; refuses what names no character, or no octet when `bytes`.
void append_code(std::string& out, std::string_view digits, std::size_t wanted, int base, bool bytes, std::size_t at) {
  const auto code = digits.size() == wanted ? parse_number<std::uint32_t>(digits, base) : std::nullopt;
  const bool octal_too_large = base == 8 && code > 0377u;
  if (!code || octal_too_large || code > 0x10ffffu || (code >= 0xd800u && code < 0xe000u))
    throw Refused{"this escape names no character", at};
  if (bytes)
    out += static_cast<char>(*code);
  else
    append_utf8(out, *code);
}

struct Escape {
  std::size_t skipped, digits;  // the letter that is no digit, and how many digits
  int base;
};
// nullopt when `kind` starts no escape of a number.
std::optional<Escape> escape_of(char kind, bool bytes) {
  if (kind == 'x' || kind == 'X') return Escape{1, 2, 16};
  if (kind >= '0' && kind <= '3') return Escape{0, 3, 8};
  if (kind == 'u' && !bytes) return Escape{1, 4, 16};
  if (kind == 'U' && !bytes) return Escape{1, 8, 16};
  return std::nullopt;
}

}  // namespace

std::string unescaped(std::string_view body, std::size_t at, bool bytes) {
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
    } else if (const auto escape = escape_of(kind, bytes)) {
      append_code(out, body.substr(i + escape->skipped, escape->digits), escape->digits, escape->base, bytes,
                  at + i - 1);
      i += escape->skipped + escape->digits - 1;
    } else {
      throw Refused{"unknown escape: write \\\\ for a backslash, or a raw string r\"...\"", at + i - 1};
    }
  }
  return out;
}

}  // namespace leakproof::rules
