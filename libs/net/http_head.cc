// Tested by: libs/net/http_server_test.cc
#include "net/http_head.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/parse_number.h"
#include "net/limits.h"

namespace leakproof::net {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_token_char(char c) {
  return is_digit(c) || is_letter(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_char); }
bool is_value_char(unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7f); }

struct RequestLine {
  std::string_view method;
  std::string_view target;
  std::string_view version;
};

std::optional<RequestLine> split_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == line.npos || first == last) return std::nullopt;
  return RequestLine{line.substr(0, first), line.substr(first + 1, last - first - 1), line.substr(last + 1)};
}

std::optional<HttpFault> check_version(std::string_view version) {
  if (version == "HTTP/1.1" || version == "HTTP/1.0") return std::nullopt;
  const bool other = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
                     is_digit(version[7]);
  if (other) return HttpFault{505, "this server speaks HTTP/1.1"};
  return HttpFault{400, "the request line is malformed"};
}

std::optional<HttpFault> check_target(std::string_view method, std::string_view target) {
  if (target.size() > kTargetBytesMax) return HttpFault{414, "the request target is too long"};
  if (target == "*" && method == "OPTIONS") return std::nullopt;
  if (!target.starts_with('/')) return HttpFault{400, "the request target must be a path"};
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    if (c <= 0x20 || c >= 0x7f || c == '#' || c == '\\' || c == '<' || c == '>')
      return HttpFault{400, "the request target holds a forbidden character"};
    if (c == '%' && !(i + 2 < target.size() && is_hex_digit(target[i + 1]) && is_hex_digit(target[i + 2]))) {
      return HttpFault{400, "the request target holds a broken %-sequence"};
    }
  }
  return std::nullopt;
}

std::optional<HttpFault> check_method(std::string_view method) {
  constexpr std::array<std::string_view, 7> kServed = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  if (std::ranges::find(kServed, method) != kServed.end()) return std::nullopt;
  return HttpFault{501, "the method is not implemented"};
}

// The value of the only header of that name: a second one is a fault, however equal.
std::variant<std::optional<std::string_view>, HttpFault> only(const HttpHeaders& headers, std::string_view name) {
  std::optional<std::string_view> found;
  for (const HttpHeader& header : headers) {
    if (lower_case(header.name) != name) continue;
    if (found) return HttpFault{400, "the header " + std::string(name) + " is there twice"};
    found = header.value;
  }
  return found;
}

std::optional<HttpFault> read_host(std::optional<std::string_view> host, bool required) {
  if (!host) return required ? std::optional(HttpFault{400, "the Host header is missing"}) : std::nullopt;
  const auto fits = [](char c) {
    return is_digit(c) || is_letter(c) || std::string_view(".-_:[]%").find(c) != std::string_view::npos;
  };
  if (host->empty() || !std::ranges::all_of(*host, fits)) return HttpFault{400, "the Host header is malformed"};
  return std::nullopt;
}

std::optional<HttpFault> read_length(std::string_view text, HttpHead& head) {
  // 15 digits are a petabyte: more is an attempt to overflow somebody.
  const auto length = text.size() > 15 ? std::nullopt : parse_number<std::size_t>(text);
  if (!length) return HttpFault{400, "Content-Length is not a number"};
  head.content_length = *length;
  return std::nullopt;
}

std::optional<HttpFault> read_framing(std::optional<std::string_view> length, std::optional<std::string_view> coding,
                                      bool old, HttpHead& head) {
  if (coding) {
    if (length) return HttpFault{400, "Content-Length and Transfer-Encoding exclude each other"};
    if (old) return HttpFault{400, "HTTP/1.0 has no Transfer-Encoding"};
    if (lower_case(*coding) != "chunked") return HttpFault{501, "the only Transfer-Encoding is chunked"};
    head.chunked = true;
    return std::nullopt;
  }
  if (length) return read_length(*length, head);
  const std::string& method = head.request.method;
  if (method == "POST" || method == "PUT" || method == "PATCH") return HttpFault{411, "a length is required"};
  return std::nullopt;
}

std::optional<HttpFault> read_expect(std::optional<std::string_view> expect, bool old, HttpHead& head) {
  if (!expect) return std::nullopt;
  if (lower_case(*expect) != "100-continue") return HttpFault{417, "the only expectation is 100-continue"};
  head.expects_continue = !old;
  return std::nullopt;
}

bool wants_keep_alive(const HttpHeaders& headers, bool old) {
  bool keep = !old;
  for (const HttpHeader& header : headers) {
    if (lower_case(header.name) != "connection") continue;
    const std::string value = lower_case(header.value);
    if (value.find("close") != value.npos) return false;
    if (value.find("keep-alive") != value.npos) keep = true;
  }
  return keep;
}

std::optional<HttpFault> read_headers(std::string_view lines, HttpHeaders& headers) {
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    auto header = parse_header_line(lines.substr(0, end));
    if (auto* fault = std::get_if<HttpFault>(&header)) return *fault;
    if (headers.size() == kHeadersMax) return HttpFault{431, "too many headers"};
    headers.push_back(std::get<HttpHeader>(std::move(header)));
    lines.remove_prefix(end + 2);
  }
  return std::nullopt;
}

std::optional<HttpFault> interpret(HttpHead& head, bool old) {
  const HttpHeaders& headers = head.request.headers;
  std::array<std::optional<std::string_view>, 5> values;
  constexpr std::array<std::string_view, 5> kNames = {"host", "content-length", "transfer-encoding", "expect",
                                                      "content-encoding"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto value = only(headers, kNames[i]);
    if (const auto* fault = std::get_if<HttpFault>(&value)) return *fault;
    values[i] = std::get<0>(value);
  }
  if (auto fault = read_host(values[0], !old)) return fault;
  if (auto fault = read_framing(values[1], values[2], old, head)) return fault;
  if (auto fault = read_expect(values[3], old, head)) return fault;
  head.content_encoding = lower_case(values[4].value_or(""));
  if (head.content_encoding == "identity") head.content_encoding.clear();
  head.keep_alive = wants_keep_alive(headers, old);
  return std::nullopt;
}

}  // namespace

std::optional<HttpFault> check_request_line(std::string_view line) {
  const auto parts = split_request_line(line);
  if (!parts || !is_token(parts->method)) return HttpFault{400, "the request line is malformed"};
  if (auto fault = check_version(parts->version)) return fault;
  if (auto fault = check_method(parts->method)) return fault;
  return check_target(parts->method, parts->target);
}

std::variant<HttpHeader, HttpFault> parse_header_line(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) return HttpFault{400, "a header goes on in the next line"};
  const std::size_t colon = line.find(':');
  if (colon == line.npos || !is_token(line.substr(0, colon))) return HttpFault{400, "a header's name is malformed"};
  std::string_view value = line.substr(colon + 1);
  if (!std::ranges::all_of(value, is_value_char)) return HttpFault{400, "a header holds a control character"};
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
  return HttpHeader{std::string(line.substr(0, colon)), std::string(value)};
}

std::variant<HttpHead, HttpFault> parse_http_head(std::string_view text) {
  const std::size_t end = text.find("\r\n");
  if (end == text.npos) return HttpFault{400, "the request line is malformed"};
  if (auto fault = check_request_line(text.substr(0, end))) return *fault;
  const RequestLine line = *split_request_line(text.substr(0, end));
  HttpHead head;
  const std::size_t question = std::min(line.target.find('?'), line.target.size());
  head.request.method = line.method;
  head.request.path = line.target.substr(0, question);
  head.request.query = line.target.substr(std::min(question + 1, line.target.size()));
  if (auto fault = read_headers(text.substr(end + 2), head.request.headers)) return *fault;
  if (auto fault = interpret(head, line.version == "HTTP/1.0")) return *fault;
  return head;
}

}  // namespace leakproof::net
