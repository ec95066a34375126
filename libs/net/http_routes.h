// Which handler serves a path: exact segments and {name} ones, 404 for no path, 405 with Allow for no method. HEAD is
// served by GET. Fill it before the server starts; then it is read from any thread. A look-up compares the path with
// each route in turn.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "net/http_server.h"

namespace leakproof::net {

using PathParams = std::map<std::string, std::string>;  // {name} -> the segment, %-decoded, not empty
using RouteHandler = std::function<void(const HttpRequest&, const PathParams&, Respond)>;

class HttpRoutes {
 public:
  // Routes that could match the same path are tried in the order added.
  void add(std::string method, const std::string& pattern, RouteHandler handler, BodyRule body = {});
  void serve(const HttpRequest& request, Respond respond) const;
  // For HttpServerOptions::body_rule: the largest rule of the routes on that path.
  BodyRule body_rule(const std::string& path) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    RouteHandler handler;
    BodyRule body;
  };
  std::vector<Route> routes_;
};

}  // namespace leakproof::net
