#include "net/admin_server.h"

#include "net/http_routes.h"

namespace leakproof {
namespace {

RouteHandler probe(std::function<bool()> holds) {
  return [holds = std::move(holds)](const HttpRequest&, const PathParams&, Respond respond) {
    respond(holds() ? HttpResponse{200, "text/plain", "ok\n", {}} : problem(503));
  };
}

}  // namespace

Result<std::unique_ptr<HttpServer>> start_admin_server(const std::string& address, std::uint16_t port,
                                                       const Metrics& metrics, std::function<bool()> alive,
                                                       std::function<bool()> ready) {
  HttpRoutes routes;
  routes.add("GET", "/metrics", [&metrics](const HttpRequest&, const PathParams&, Respond respond) {
    respond({200, std::string(Metrics::kContentType), metrics.exposition(), {}});
  });
  routes.add("GET", "/healthz", probe(std::move(alive)));
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

}  // namespace leakproof
