#include "net/http_routes.h"

#include <optional>
#include <set>
#include <string_view>

#include "net/urlencoded.h"

namespace leakproof::net {
namespace {

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

std::optional<PathParams> match(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  PathParams params;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!pattern[i].starts_with('{')) {
      if (pattern[i] != segments[i]) return std::nullopt;
      continue;
    }
    auto value = percent_decode(segments[i], false);
    if (!value.ok() || value->empty()) return std::nullopt;
    params[pattern[i].substr(1, pattern[i].size() - 2)] = *std::move(value);
  }
  return params;
}

HttpResponse method_not_allowed(const std::set<std::string>& allowed) {
  HttpResponse response = problem(405);
  std::string list;
  for (const std::string& method : allowed) list += (list.empty() ? "" : ", ") + method;
  response.headers.push_back({"Allow", list});
  return response;
}

}  // namespace

void HttpRoutes::add(std::string method, const std::string& pattern, RouteHandler handler, BodyRule body) {
  routes_.push_back({std::move(method), split_path(pattern), std::move(handler), body});
}

void HttpRoutes::serve(const HttpRequest& request, Respond respond) const {
  const std::vector<std::string> segments = split_path(request.path);
  std::set<std::string> allowed;
  for (const Route& route : routes_) {
    const auto params = match(route.segments, segments);
    if (!params) continue;
    if (route.method == request.method || (route.method == "GET" && request.method == "HEAD")) {
      return route.handler(request, *params, std::move(respond));
    }
    allowed.insert(route.method);
    if (route.method == "GET") allowed.insert("HEAD");
  }
  respond(allowed.empty() ? problem(404) : method_not_allowed(allowed));
}

BodyRule HttpRoutes::body_rule(const std::string& path) const {
  const std::vector<std::string> segments = split_path(path);
  BodyRule rule{0, false};
  bool found = false;
  for (const Route& route : routes_) {
    if (!match(route.segments, segments)) continue;
    found = true;
    rule.bytes_max = std::max(rule.bytes_max, route.body.bytes_max);
    rule.compressed |= route.body.compressed;
    rule.multipart_bytes_max = std::max(rule.multipart_bytes_max, route.body.multipart_bytes_max);
  }
  return found ? rule : BodyRule{};
}

}  // namespace leakproof::net
