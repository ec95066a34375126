// Tested by: tests/e2e/standalone_test.py
#include "standalone/doors.h"

#include <atomic>

#include "api/config_service.h"
#include "api/event_service.h"
#include "api/lead_service.h"
#include "api/roster_service.h"
#include "api/routing_service.h"
#include "ingest/adapters/text.h"
#include "ingest/edge/doors.h"
#include "net/admin_server.h"
#include "standalone/local_spool.h"

namespace leakproof {

namespace {

// As gRPC's health service knows them; "" is the server.
constexpr const char* kServices[] = {"",
                                     api::v1::LeadService::service_full_name(),
                                     api::v1::ConfigService::service_full_name(),
                                     api::v1::EventService::service_full_name(),
                                     api::v1::RosterService::service_full_name(),
                                     api::v1::RoutingService::service_full_name()};
constexpr Duration kHealthEvery = std::chrono::seconds(1);

ingest::DoorOptions options_of(const Settings& settings, const std::unique_ptr<LocalSpool>& spool) {
  const auto rate = [](int a_second) { return ingest::Rate{static_cast<double>(a_second), 2.0 * a_second}; };
  ingest::DoorOptions options;
  options.per_source = rate(settings.http_rate_source);
  options.per_address = rate(settings.http_rate_address);
  options.public_url = settings.http_public_url;
  if (spool) options.spool = spool->spool();
  return options;
}
}  // namespace

struct Doors::Parts {
  Parts(Pipeline& pipeline, stream::Log& log, const Clock& clock, Metrics& metrics, const FileSecrets& secrets, const Settings& settings,
        std::unique_ptr<LocalSpool> local_spool)
      : spool(std::move(local_spool)),
        ports{log, pipeline.states(), pipeline.answers(), pipeline.configs(), clock, secrets},
        doors(log, pipeline.configs(), secrets, ingest::real_text(), clock, metrics, options_of(settings, spool)) {
    doors.add_to(routes);
  }
  std::unique_ptr<LocalSpool> spool;
  api::ApiPorts ports;
  api::LeadService leads{ports};
  api::ConfigService configs{ports};
  api::EventService events{ports};
  api::RosterService roster{ports};
  api::RoutingService routing{ports};
  ingest::Doors doors;
  HttpRoutes routes;
  std::atomic<bool> closing = false;
  std::unique_ptr<HttpServer> admin;
  std::unique_ptr<HttpServer> http;
  std::unique_ptr<GrpcServer> grpc;
  Signal health_wake;
  std::unique_ptr<StepThread> health;  // last: it tells the gRPC server
};

Doors::Doors(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Doors::~Doors() = default;

Result<std::unique_ptr<Doors>> Doors::open(Pipeline& pipeline, stream::Log& log, const Clock& clock, Metrics& metrics,
                                           const FileSecrets& secrets, const Settings& settings) {
  LEAKPROOF_ASSIGN(spool, LocalSpool::open(settings, log, clock, metrics));
  auto parts = std::make_unique<Parts>(pipeline, log, clock, metrics, secrets, settings, std::move(spool));
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
  if (settings.grpc_tls.is_set()) grpc.tls = GrpcTls{settings.grpc_tls.certificate, settings.grpc_tls.key, settings.grpc_tls.client_ca};
  LEAKPROOF_ASSIGN(api, GrpcServer::start(grpc, {&p.leads, &p.configs, &p.events, &p.roster, &p.routing}));
  p.grpc = std::move(api);
  p.health = std::make_unique<StepThread>(p.health_wake, kHealthEvery, [&server = *p.grpc, &pipeline] {
    for (const char* service : kServices) server.set_serving(service, pipeline.ready());
    return false;
  });
  return std::unique_ptr<Doors>(new Doors(std::move(parts)));
}

void Doors::close(Duration patience) {
  const auto at_most = std::chrono::floor<std::chrono::milliseconds>(patience);
  parts_->closing = true;
  parts_->health.reset();
  parts_->http->stop(at_most);
  parts_->grpc->stop(at_most);
  parts_->admin->stop(std::chrono::milliseconds(100));
}

int Doors::http_port() const { return parts_->http->port(); }
int Doors::grpc_port() const { return parts_->grpc->port(); }
int Doors::admin_port() const { return parts_->admin->port(); }

}  // namespace leakproof
