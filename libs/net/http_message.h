// What a handler gets and gives: an HTTP request as it came, strictly framed and whole, and the answer to it. Plain
// values.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::net {

struct HttpHeader {
  std::string name;
  std::string value;
};
using HttpHeaders = std::vector<HttpHeader>;

// The value of the first header of that name, in any case; nullopt when there is none.
std::optional<std::string_view> find_header(const HttpHeaders& headers, std::string_view name);

// A parameter of a header's value, for one the charset in "text/html; charset=utf-8", without quotes; nullopt when
// there is none.
std::optional<std::string> header_parameter(std::string_view value, std::string_view name);

struct HttpRequest {
  std::string method;   // upper case
  std::string path;     // begins with '/', still %-encoded
  std::string query;    // behind the '?', still encoded; parse_urlencoded reads it
  HttpHeaders headers;  // all, in order, without the space around values
  std::string body;     // the raw bytes; inflated where the route allows a compressed body
  std::string peer;     // address of the other end of the connection, no port

  std::optional<std::string_view> header(std::string_view name) const { return find_header(headers, name); }
  // Content-Type without parameters, lower case; empty when there is none.
  std::string media_type() const;
  // The charset parameter, lower case; empty when there is none.
  std::string charset() const;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;
  std::string body;
  HttpHeaders headers;
};

struct FieldFault {
  std::string field;   // where: a JSON pointer, a form field's name
  std::string detail;  // what is wrong and what would be right; no value of the sender's
};

// An error answer, RFC 9457 (application/problem+json). An empty title is the status's own phrase; `fields` become
// "errors".
HttpResponse problem(int status, std::string_view title = {}, std::string_view detail = {},
                     const std::vector<FieldFault>& fields = {});
HttpResponse json_response(int status, std::string body);
std::string_view reason_phrase(int status);

}  // namespace leakproof::net
