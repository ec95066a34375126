// The head of an HTTP/1 request, read strictly: what two parsers could read in two ways is refused, because a proxy in
// front may read it the other way (request smuggling). Rules: RFC 9112, without its tolerances. Pure; any thread.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "net/http_message.h"

namespace leakproof::net {

// Why a connection's bytes are no request of ours. It is answered with `status` and the connection ends.
struct HttpFault {
  int status = 400;
  std::string detail;
};

struct HttpHead {
  HttpRequest request;  // the body is empty as yet
  bool keep_alive = true;
  bool chunked = false;
  std::size_t content_length = 0;
  bool expects_continue = false;
  std::string content_encoding;  // lower case; empty for none
};

// `head` is the request line and the header lines, each ended by CRLF, without the empty line.
std::variant<HttpHead, HttpFault> parse_http_head(std::string_view head);
// The same checks on the request line (without CRLF) alone, so that nonsense is refused before its headers come.
// nullopt when it is fine.
std::optional<HttpFault> check_request_line(std::string_view line);
// One header line without its CRLF; also a trailer's.
std::variant<HttpHeader, HttpFault> parse_header_line(std::string_view line);

}  // namespace leakproof::net
