// Tested by: tests/e2e/standalone_test.py
#include "front/front.h"

#include "api/config_service.h"
#include "api/event_service.h"
#include "api/lead_service.h"
#include "api/roster_service.h"
#include "api/routing_service.h"
#include "app/step_thread.h"
#include "config/config_follower.h"
#include "front/local_spool.h"
#include "ingest/adapters/text.h"
#include "ingest/edge/doors.h"
#include "net/http_server.h"
#include "observe/log.h"
#include "stream/follower.h"

namespace leakproof {
namespace {

ingest::DoorOptions options_of(const Settings& settings, const std::unique_ptr<LocalSpool>& spool) {
  const auto rate = [](int a_second) { return ingest::Rate{static_cast<double>(a_second), 2.0 * a_second}; };
  ingest::DoorOptions options;
  options.public_url = settings.http_public_url;
  options.per_source = rate(settings.http_rate_source);
  options.per_address = rate(settings.http_rate_address);
  options.public_url = settings.http_public_url;
  if (spool) options.spool = spool->spool();
  return options;
}

class FrontOverLog final : public Front {
 public:
  FrontOverLog(const FrontWorld& world, std::unique_ptr<LocalSpool> spool)
      : world_(world),
        spool_(std::move(spool)),
        follower_(world.log, {"ingest", "router"}, follower_wake_),
        doors_(world.log, configs_, world.secrets, ingest::real_text(), world.clock, world.metrics,
               options_of(world.settings, spool_)) {
    doors_.add_to(routes_);
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

  const FrontWorld world_;
  const std::unique_ptr<LocalSpool> spool_;
  config::Directory configs_;
  std::unique_ptr<config::ConfigFollower> config_follower_;
  Signal follower_wake_;
  stream::Follower follower_;
  api::ApiPorts ports_{world_.log, world_.states, follower_, configs_, world_.clock, world_.secrets};
  api::LeadService leads_{ports_};
  api::ConfigService config_service_{ports_};
  api::EventService events_{ports_};
  api::RosterService roster_{ports_};
  api::RoutingService routing_{ports_};
  ingest::Doors doors_;
  HttpRoutes routes_;
  std::unique_ptr<StepThread> following_;
  std::unique_ptr<StepThread> configuring_;
  std::unique_ptr<HttpServer> http_;
};

Status FrontOverLog::open() {
  LEAKPROOF_ASSIGN(follower, config::ConfigFollower::open(world_.log, configs_));
  config_follower_ = std::move(follower);
  LEAKPROOF_TRY(config_follower_->catch_up());  // a door that does not know them turns leads away
  LEAKPROOF_TRY(follower_.start());
  follow();
  return listen();
}

void FrontOverLog::follow() {
  following_ = std::make_unique<StepThread>(follower_wake_, std::chrono::seconds(1), [this] {
    auto more = follower_.step();
    if (!more.ok()) log_error("follower", {{"why", more.error().message()}});
    return more.ok() && *more;
  });
  configuring_ = std::make_unique<StepThread>(config_follower_->wake(), std::chrono::seconds(1), [this] {
    if (auto read = config_follower_->step(); !read.ok())
      log_error("config_follower", {{"why", read.error().message()}});
    return false;
  });
}

Status FrontOverLog::listen() {
  HttpServerOptions options;
  options.address = world_.settings.http.address;
  options.port = world_.settings.http.port;
  options.threads = world_.settings.http_threads;
  options.metrics = &world_.metrics;
  options.body_rule = [this](const std::string& path) { return routes_.body_rule(path); };
  LEAKPROOF_ASSIGN(http, HttpServer::start(std::move(options), [this](const HttpRequest& request, Respond respond) {
                     routes_.serve(request, std::move(respond));
                   }));
  http_ = std::move(http);
  return {};
}

}  // namespace

Result<std::unique_ptr<Front>> make_front(const FrontWorld& world) {
  LEAKPROOF_ASSIGN(spool, LocalSpool::open(world.settings, world.log, world.clock, world.metrics));
  auto front = std::make_unique<FrontOverLog>(world, std::move(spool));
  LEAKPROOF_TRY(front->open());
  return std::unique_ptr<Front>(std::move(front));
}

}  // namespace leakproof
