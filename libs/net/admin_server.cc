#include "net/admin_server.h"

#include "net/http_routes.h"

namespace leakproof::net {
namespace {

RouteHandler probe(std::function<Status()> state) {
  return [state = std::move(state)](const HttpRequest&, const PathParams&, Respond respond) {
    const Status now = state();
    respond(now.ok() ? HttpResponse{200, "text/plain", "ok\n", {}} : problem(503, {}, now.error().message()));
  };
}

}  // namespace

Result<std::unique_ptr<HttpServer>> start_admin_server(const std::string& address, std::uint16_t port,
                                                       const observe::Metrics& metrics, std::function<bool()> alive,
                                                       std::function<Status()> ready) {
  HttpRoutes routes;
  routes.add("GET", "/metrics", [&metrics](const HttpRequest&, const PathParams&, Respond respond) {
    respond({200, std::string(observe::Metrics::kContentType), metrics.exposition(), {}});
  });
  routes.add("GET", "/healthz",
             probe([alive = std::move(alive)] { return alive() ? Status() : Status(retry("a loop does not turn")); }));
  routes.add("GET", "/readyz", probe(std::move(ready)));
  HttpServerOptions options;
  options.address = address;
  options.port = port;
  options.connections_max = 64;
  return HttpServer::start(std::move(options),
                           [routes = std::move(routes)](const HttpRequest& request, Respond respond) {
                             routes.serve(request, std::move(respond));
                           });
}

}  // namespace leakproof::net
