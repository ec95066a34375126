#include "net/http_message.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/ascii.h"

namespace leakproof::net {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes one ";"-separated part off the front; a semicolon in quotes does not separate.
std::string_view take_part(std::string_view& rest) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != ';'); ++end) {
    if (quoted && rest[end] == '\\')
      ++end;
    else if (rest[end] == '"')
      quoted = !quoted;
  }
  end = std::min(end, rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(part);
}

std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
  std::string text;
  value = value.substr(1, value.size() - 2);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    text.push_back(value[i]);
  }
  return text;
}

}  // namespace

std::optional<std::string_view> find_header(const HttpHeaders& headers, std::string_view name) {
  const std::string wanted = lower_case(name);
  const auto found =
      std::ranges::find_if(headers, [&](const HttpHeader& header) { return lower_case(header.name) == wanted; });
  if (found == headers.end()) return std::nullopt;
  return found->value;
}

std::optional<std::string> header_parameter(std::string_view value, std::string_view name) {
  for (take_part(value); !value.empty();) {
    const std::string_view part = take_part(value);
    const std::size_t equals = part.find('=');
    if (equals == part.npos || lower_case(trimmed(part.substr(0, equals))) != name) continue;
    return unquoted(trimmed(part.substr(equals + 1)));
  }
  return std::nullopt;
}

std::string HttpRequest::media_type() const {
  std::string_view value = header("Content-Type").value_or("");
  return lower_case(take_part(value));
}

std::string HttpRequest::charset() const {
  return lower_case(header_parameter(header("Content-Type").value_or(""), "charset").value_or(""));
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return status < 400 ? "OK" : "Error";
  }
}

HttpResponse problem(int status, std::string_view title, std::string_view detail,
                     const std::vector<FieldFault>& fields) {
  nlohmann::ordered_json body = {
      {"type", "about:blank"}, {"title", title.empty() ? reason_phrase(status) : title}, {"status", status}};
  if (!detail.empty()) body["detail"] = detail;
  for (const FieldFault& fault : fields) body["errors"].push_back({{"field", fault.field}, {"detail", fault.detail}});
  return {status, "application/problem+json", body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), {}};
}

HttpResponse json_response(int status, std::string body) { return {status, "application/json", std::move(body), {}}; }

}  // namespace leakproof::net
