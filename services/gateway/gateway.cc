// Tested by: tests/e2e/standalone_test.py
#include "gateway/gateway.h"

#include "api/config_service.h"
#include "api/event_service.h"
#include "api/lead_service.h"
#include "api/roster_service.h"
#include "api/routing_service.h"
#include "app/polling_thread.h"
#include "config/config_follower.h"
#include "gateway/local_spool.h"
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/text.h"
#include "net/http_server.h"
#include "observe/log.h"
#include "stream/follower.h"

namespace leakproof {
namespace {

ingest::HttpEndpointOptions options_of(const Settings& settings, const std::unique_ptr<LocalSpool>& spool) {
  const auto rate = [](int a_second) { return ingest::Rate{static_cast<double>(a_second), 2.0 * a_second}; };
  ingest::HttpEndpointOptions options;
  options.public_url = settings.http_public_url;
  options.per_source = rate(settings.http_rate_source);
  options.per_address = rate(settings.http_rate_address);
  if (spool) options.spool = spool->spool();
  return options;
}

class LogGateway final : public Gateway {
 public:
  LogGateway(const GatewayDependencies& dependencies, std::unique_ptr<LocalSpool> spool)
      : dependencies_(dependencies),
        spool_(std::move(spool)),
        follower_(dependencies.log, {"ingest", "router"}, follower_wake_),
        endpoints_(dependencies.log, configs_, dependencies.secrets, ingest::real_text(), dependencies.clock,
                   dependencies.metrics, options_of(dependencies.settings, spool_)) {
    endpoints_.add_to(routes_);
  }
  Status open();
  std::vector<grpc::Service*> services() override { return {&leads_, &config_service_, &events_, &roster_, &routing_}; }
  std::vector<std::string> service_names() const override {
    return {api::v1::LeadService::service_full_name(), api::v1::ConfigService::service_full_name(),
            api::v1::EventService::service_full_name(), api::v1::RosterService::service_full_name(),
            api::v1::RoutingService::service_full_name()};
  }
  int http_port() const override { return http_->port(); }
  void close(Duration patience) override { http_->stop(std::chrono::floor<std::chrono::milliseconds>(patience)); }

 private:
  void follow();
  Status listen();

  const GatewayDependencies dependencies_;
  const std::unique_ptr<LocalSpool> spool_;
  config::Directory configs_;
  std::unique_ptr<config::ConfigFollower> config_follower_;
  Signal follower_wake_;
  stream::Follower follower_;
  api::ApiPorts ports_{dependencies_.log,
                       dependencies_.states,
                       follower_,
                       configs_,
                       dependencies_.clock,
                       dependencies_.secrets,
                       outbound_policy(dependencies_.settings.outbound_private)};
  api::LeadService leads_{ports_};
  api::ConfigService config_service_{ports_};
  api::EventService events_{ports_};
  api::RosterService roster_{ports_};
  api::RoutingService routing_{ports_};
  ingest::HttpEndpoints endpoints_;
  HttpRoutes routes_;
  std::unique_ptr<PollingThread> following_;
  std::unique_ptr<PollingThread> configuring_;
  std::unique_ptr<HttpServer> http_;
};

Status LogGateway::open() {
  LEAKPROOF_ASSIGN(follower, config::ConfigFollower::open(dependencies_.log, configs_));
  config_follower_ = std::move(follower);
  LEAKPROOF_TRY(config_follower_->catch_up());  // an endpoint that does not know them refuses leads
  LEAKPROOF_TRY(follower_.start());
  follow();
  return listen();
}

void LogGateway::follow() {
  following_ = std::make_unique<PollingThread>(follower_wake_, std::chrono::seconds(1), [this] {
    auto more = follower_.step();
    if (!more.ok()) log_error("follower", {{"why", more.error().message()}});
    return more.ok() && *more;
  });
  configuring_ = std::make_unique<PollingThread>(config_follower_->wake(), std::chrono::seconds(1), [this] {
    if (auto read = config_follower_->step(); !read.ok())
      log_error("config_follower", {{"why", read.error().message()}});
    return false;
  });
}

Status LogGateway::listen() {
  HttpServerOptions options;
  options.address = dependencies_.settings.http.address;
  options.port = dependencies_.settings.http.port;
  options.threads = dependencies_.settings.http_threads;
  options.metrics = &dependencies_.metrics;
  options.body_rule = [this](const std::string& path) { return routes_.body_rule(path); };
  LEAKPROOF_ASSIGN(http, HttpServer::start(std::move(options), [this](const HttpRequest& request, Respond respond) {
                     routes_.serve(request, std::move(respond));
                   }));
  http_ = std::move(http);
  return {};
}

}  // namespace

Result<std::unique_ptr<Gateway>> make_gateway(const GatewayDependencies& dependencies) {
  LEAKPROOF_ASSIGN(spool,
                   LocalSpool::open(dependencies.settings, dependencies.log, dependencies.clock, dependencies.metrics));
  auto gateway = std::make_unique<LogGateway>(dependencies, std::move(spool));
  LEAKPROOF_TRY(gateway->open());
  return std::unique_ptr<Gateway>(std::move(gateway));
}

}  // namespace leakproof
