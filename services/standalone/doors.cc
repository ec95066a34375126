// Tested by: tests/e2e/standalone_test.py
#include "standalone/doors.h"

#include <atomic>

#include "api/config_service.h"
#include "api/event_service.h"
#include "api/lead_service.h"
#include "api/roster_service.h"
#include "api/routing_service.h"
#include "api/state_service.h"
#include "ingest/adapters/text.h"
#include "ingest/edge/doors.h"
#include "net/admin_server.h"

namespace leakproof {

namespace {
ingest::DoorOptions options_of(const Settings& settings) {
  const auto rate = [](int a_second) { return ingest::Rate{static_cast<double>(a_second), 2.0 * a_second}; };
  ingest::DoorOptions options;
  options.public_url = settings.http_public_url;
  options.per_source = rate(settings.http_rate_source);
  options.per_address = rate(settings.http_rate_address);
  return options;
}
}  // namespace

struct Doors::Parts {
  Parts(Pipeline& pipeline, stream::Log& log, const Clock& clock, Metrics& metrics, const FileSecrets& secrets, const Settings& settings)
      : ports{log, pipeline.states(), pipeline.answers(), pipeline.configs(), clock},
        doors(log, pipeline.configs(), secrets, ingest::real_text(), clock, metrics, options_of(settings)) {
    doors.add_to(routes);
  }
  api::ApiPorts ports;
  api::LeadService leads{ports};
  api::ConfigService configs{ports};
  api::EventService events{ports};
  api::RosterService roster{ports};
  api::RoutingService routing{ports};
  api::StateService states{ports.states};
  ingest::Doors doors;
  HttpRoutes routes;
  std::atomic<bool> closing = false;
  std::unique_ptr<HttpServer> admin;
  std::unique_ptr<HttpServer> http;
  std::unique_ptr<GrpcServer> grpc;
};

Doors::Doors(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Doors::~Doors() = default;

Result<std::unique_ptr<Doors>> Doors::open(Pipeline& pipeline, stream::Log& log, const Clock& clock, Metrics& metrics,
                                           const FileSecrets& secrets, const Settings& settings) {
  auto parts = std::make_unique<Parts>(pipeline, log, clock, metrics, secrets, settings);
  Parts& p = *parts;
  LEAKPROOF_ASSIGN(admin, start_admin_server(
                              settings.admin.address, settings.admin.port, metrics, [] { return true; },
                              [&p, &pipeline] { return !p.closing && pipeline.ready(); }));
  p.admin = std::move(admin);
  HttpServerOptions options;
  options.address = settings.http.address;
  options.port = settings.http.port;
  options.threads = settings.http_threads;
  options.metrics = &metrics;
  options.body_rule = [&p](const std::string& path) { return p.routes.body_rule(path); };
  LEAKPROOF_ASSIGN(http, HttpServer::start(std::move(options), [&p](const HttpRequest& request, Respond respond) {
                     p.routes.serve(request, std::move(respond));
                   }));
  p.http = std::move(http);
  GrpcServerOptions grpc;
  grpc.address = settings.grpc.address + ":" + std::to_string(settings.grpc.port);
  grpc.reflection = settings.grpc_reflection;
  LEAKPROOF_ASSIGN(api, GrpcServer::start(grpc, {&p.leads, &p.configs, &p.events, &p.roster, &p.routing, &p.states}));
  p.grpc = std::move(api);
  return std::unique_ptr<Doors>(new Doors(std::move(parts)));
}

void Doors::close(Duration patience) {
  const auto at_most = std::chrono::floor<std::chrono::milliseconds>(patience);
  parts_->closing = true;
  parts_->http->stop(at_most);
  parts_->grpc->stop(at_most);
  parts_->admin->stop(std::chrono::milliseconds(100));
}

int Doors::http_port() const { return parts_->http->port(); }
int Doors::grpc_port() const { return parts_->grpc->port(); }
int Doors::admin_port() const { return parts_->admin->port(); }

}  // namespace leakproof
