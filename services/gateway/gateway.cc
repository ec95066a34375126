// Tested by: tests/e2e/standalone_test.py
#include "gateway/gateway.h"

#include "api/config_service.h"
#include "api/event_service.h"
#include "api/lead_service.h"
#include "api/operations_service.h"
#include "api/roster_service.h"
#include "api/routing_service.h"
#include "app/polling_thread.h"
#include "base/signal.h"
#include "config/config_follower.h"
#include "config/late_config.h"
#include "gateway/local_spool.h"
#include "gateway/prompt_inputs.h"
#include "gateway/secret_watch.h"
#include "gateway/sender_findings.h"
#include "ingest/http/http_endpoints.h"
#include "ingest/sources/text.h"
#include "net/http_server.h"
#include "observe/log.h"
#include "stream/follower.h"

namespace leakproof::gateway {
namespace {

constexpr Duration kAnswersDueEvery = std::chrono::milliseconds(50);
constexpr Duration kSecretsLookedAtEvery = std::chrono::seconds(10);

ingest::HttpEndpointOptions options_of(const app::Settings& settings, const std::unique_ptr<LocalSpool>& spool,
                                       config::LateConfig& late_config,
                                       const std::shared_ptr<ingest::SenderLog>& senders) {
  const auto rate = [](int a_second) { return ingest::Rate{static_cast<double>(a_second), 2.0 * a_second}; };
  ingest::HttpEndpointOptions options;
  options.public_url = settings.http_public_url;
  options.per_source = rate(settings.http_rate_source);
  options.per_address = rate(settings.http_rate_address);
  if (spool) options.spool = spool->spool();
  options.late_config = &late_config;
  options.senders = senders;
  return options;
}

// The configurations in force, and those that are on their way.
struct KnownConfigs {
  explicit KnownConfigs(const process::GatewayDependencies& of) : dependencies(of) {}
  Status open() {
    LEAKPROOF_ASSIGN(opened, config::ConfigFollower::open(dependencies.log, directory));
    follower = std::move(opened);
    late_config.emplace(dependencies.log, *follower, dependencies.clock);
    return follower->catch_up();  // an endpoint that does not know them refuses leads
  }
  config::LateConfig& late() { return *late_config; }
  void step() {
    if (auto read = follower->step(); !read.ok())
      observe::log_error("config_follower", {{"why", read.error().message()}});
    late_config->settle();
  }
  const process::GatewayDependencies dependencies;
  config::Directory directory;
  std::unique_ptr<config::ConfigFollower> follower;
  std::optional<config::LateConfig> late_config;
};

class LogGateway final : public process::Gateway {
 public:
  LogGateway(const process::GatewayDependencies& dependencies, std::unique_ptr<LocalSpool> spool,
             std::unique_ptr<KnownConfigs> configs)
      : dependencies_(dependencies),
        spool_(std::move(spool)),
        configs_(std::move(configs)),
        log_(dependencies.log, dependencies.clock),
        follower_(dependencies.log, {"ingest", "router"}, follower_wake_),
        endpoints_(log_, configs_->directory, dependencies.secrets, ingest::real_text(), dependencies.clock,
                   dependencies.metrics, options_of(dependencies.settings, spool_, configs_->late(), senders_)) {
    endpoints_.add_to(routes_);
  }
  Status open();
  std::vector<grpc::Service*> services() override {
    return {&leads_, &config_service_, &events_, &roster_, &routing_, &operations_};
  }
  std::vector<std::string> service_names() const override {
    return {api::v1::LeadService::service_full_name(),    api::v1::ConfigService::service_full_name(),
            api::v1::EventService::service_full_name(),   api::v1::RosterService::service_full_name(),
            api::v1::RoutingService::service_full_name(), api::v1::OperationsService::service_full_name()};
  }
  int http_port() const override { return http_->port(); }
  void close(Duration patience) override { http_->stop(std::chrono::floor<std::chrono::milliseconds>(patience)); }

 private:
  void follow();
  Status listen();
  std::vector<api::v1::Finding> diagnose(const std::string& workspace) const;

  const process::GatewayDependencies dependencies_;
  const std::unique_ptr<LocalSpool> spool_;
  const std::unique_ptr<KnownConfigs> configs_;
  const std::shared_ptr<ingest::SenderLog> senders_ = std::make_shared<ingest::SenderLog>();
  PromptLog log_;  // for those who wait with an open connection
  Signal follower_wake_;
  stream::Follower follower_;
  api::ApiPorts ports_{log_,
                       dependencies_.states,
                       follower_,
                       configs_->directory,
                       dependencies_.clock,
                       dependencies_.secrets,
                       &configs_->late(),
                       net::outbound_policy(dependencies_.settings.outbound_private)};
  api::LeadService leads_{ports_};
  api::ConfigService config_service_{ports_};
  api::EventService events_{ports_};
  api::RosterService roster_{ports_};
  api::RoutingService routing_{ports_};
  api::OperationsService operations_{ports_, [this](const auto& workspace) { return diagnose(workspace); }};
  ingest::HttpEndpoints endpoints_;
  net::HttpRoutes routes_;
  std::unique_ptr<app::PollingThread> following_;
  std::unique_ptr<app::PollingThread> configuring_;
  std::unique_ptr<net::HttpServer> http_;
  SecretWatch secret_watch_{configs_->directory, dependencies_.secrets, dependencies_.metrics};
  std::unique_ptr<app::PollingThread> watching_secrets_;
  std::unique_ptr<app::PollingThread> answering_;
  std::unique_ptr<app::PollingThread> asking_;  // the log, for configurations on their way
};

std::vector<api::v1::Finding> LogGateway::diagnose(const std::string& workspace) const {
  auto findings = dependencies_.findings(workspace);
  const auto entry = configs_->directory.find(workspace);
  if (!entry) return findings;
  for (auto& one : secret_findings(secret_problems(entry->workspace, dependencies_.secrets)))
    findings.push_back(std::move(one));
  for (auto& one : source_findings(senders_->of(workspace), dependencies_.clock.now()))
    findings.push_back(std::move(one));
  return findings;
}

Status LogGateway::open() {
  LEAKPROOF_TRY(follower_.start());
  follow();
  return listen();
}

void LogGateway::follow() {
  following_ = std::make_unique<app::PollingThread>(follower_wake_, std::chrono::seconds(1), [this] {
    auto more = follower_.step();
    if (!more.ok()) observe::log_error("follower", {{"why", more.error().message()}});
    return more.ok() && *more;
  });
  configuring_ = std::make_unique<app::PollingThread>(configs_->follower->wake(), std::chrono::seconds(1), [this] {
    configs_->step();
    return false;
  });
  asking_ = std::make_unique<app::PollingThread>(configs_->late().wake(), std::chrono::seconds(1), [this] {
    configs_->late().step();
    return false;
  });
  watching_secrets_ = std::make_unique<app::PollingThread>(kSecretsLookedAtEvery, [this] {
    secret_watch_.step();
    return false;
  });
  answering_ = std::make_unique<app::PollingThread>(kAnswersDueEvery, [this] {
    log_.step();
    configs_->late().settle();
    return false;
  });
}

Status LogGateway::listen() {
  net::HttpServerOptions options;
  options.address = dependencies_.settings.http.address;
  options.port = dependencies_.settings.http.port;
  options.threads = dependencies_.settings.http_threads;
  options.connections_kept = net::kConnectionsKept;
  options.kept_for = ingest::is_for_browsers;
  options.metrics = &dependencies_.metrics;
  options.body_rule = [this](const std::string& path) { return routes_.body_rule(path); };
  LEAKPROOF_ASSIGN(
      http, net::HttpServer::start(std::move(options), [this](const net::HttpRequest& request, net::Respond respond) {
        routes_.serve(request, std::move(respond));
      }));
  http_ = std::move(http);
  return {};
}

}  // namespace

Result<std::unique_ptr<process::Gateway>> make_gateway(const process::GatewayDependencies& dependencies) {
  LEAKPROOF_ASSIGN(spool,
                   LocalSpool::open(dependencies.settings, dependencies.log, dependencies.clock, dependencies.metrics));
  auto configs = std::make_unique<KnownConfigs>(dependencies);
  LEAKPROOF_TRY(configs->open());
  auto gateway = std::make_unique<LogGateway>(dependencies, std::move(spool), std::move(configs));
  LEAKPROOF_TRY(gateway->open());
  return std::unique_ptr<process::Gateway>(std::move(gateway));
}

}  // namespace leakproof::gateway
