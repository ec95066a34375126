#include "net/urlencoded.h"

#include "base/encoding.h"
#include "text/utf8.h"

namespace leakproof::net {
namespace {

Result<std::string> decode_bytes(std::string_view text, bool plus_is_space) {
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
  return decoded;
}

bool is_text(std::string_view bytes) { return text::first_foreign_byte(bytes) == bytes.npos; }

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  LEAKPROOF_ASSIGN(decoded, decode_bytes(text, plus_is_space));
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
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (fields.size() == fields_max) return refuse("the form has more than " + std::to_string(fields_max) + " fields");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    LEAKPROOF_ASSIGN(name, decode_bytes(pair.substr(0, equals), true));
    LEAKPROOF_ASSIGN(value, decode_bytes(pair.substr(std::min(equals + 1, pair.size())), true));
    if (value.size() > kFormValueBytesMax) return refuse("a form field is too large");
    fields.emplace_back(std::move(name), std::move(value));
  }
  return fields;
}

}  // namespace leakproof::net
