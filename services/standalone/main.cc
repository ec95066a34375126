// All four stages, the doors and the API in one process on the embedded log: nothing to install beside it.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/exit_code.h"
#include "app/stop_signal.h"
#include "base/system_clock.h"
#include "observe/log.h"
#include "rocks/rocks_store.h"
#include "standalone/doors.h"
#include "standalone/home.h"
#include "standalone/pipeline.h"

namespace leakproof {
namespace {

int complain(int code, const std::string& message) {
  std::cerr << "leakproof-standalone: " << message << "\n";
  return code;
}

void set_level(const std::string& level) {
  static const std::map<std::string, LogLevel> kLevels = {
      {"debug", LogLevel::kDebug}, {"info", LogLevel::kInfo}, {"warn", LogLevel::kWarn}, {"error", LogLevel::kError}};
  set_log_level(kLevels.at(level));
}

// What may be there in a moment (a broker that starts, a topic without a leader yet) is waited for, a minute at most.
template <class Make>
auto until_there(StopSignal& stop, Make make) {
  auto made = make();
  for (int tries = 60; !made.ok() && made.error().disposition() == Disposition::kRetry && tries > 0 && stop.wait_for(1) == 0; --tries) {
    log_warn("waiting", {{"why", made.error().message()}});
    made = make();
  }
  return made;
}

int serve(const Settings& settings, StopSignal& stop) {
  const SystemClock clock;
  Metrics metrics;
  const FileSecrets secrets(settings.secrets);
  auto home = until_there(stop, [&] { return open_home(settings, clock); });
  if (!home.ok())
    return complain(home.error().disposition() == Disposition::kRefuse ? kExitConfiguration : kExitUnavailable, home.error().message());
  rocks::RocksStoreFactory stores(settings.data / "state");
  auto pipeline = until_there(stop, [&] {
    return Pipeline::make({(*home)->log(), stores, clock, metrics, secrets, settings,
                           [&](auto& stage) { return (*home)->ownership(stage); }, "standalone-" + std::to_string(getpid()),
                           "leakproof 0.1.0"});
  });
  if (!pipeline.ok()) return complain(kExitUnavailable, pipeline.error().message());
  (*pipeline)->start();
  auto doors = Doors::open(**pipeline, (*home)->log(), clock, metrics, secrets, settings);
  if (!doors.ok()) return complain(kExitUnavailable, doors.error().message());
  log_info("listening", {{"http", (*doors)->http_port()},
                         {"grpc", (*doors)->grpc_port()},
                         {"admin", (*doors)->admin_port()},
                         {"data", settings.data.string()}});
  for (Instant retain_at = clock.now(); stop.wait_for(1) == 0 && !(*pipeline)->halted();) {
    if (clock.now() < retain_at) continue;
    retain_at = clock.now() + std::chrono::hours(1);
    if (auto retained = (*home)->retain(clock.now()); !retained.ok()) log_error("retention", {{"why", retained.error().message()}});
  }
  const bool halted = (*pipeline)->halted();
  const auto patience = std::chrono::seconds(settings.drain_seconds);
  log_info("draining", {{"seconds", settings.drain_seconds}});
  (*doors)->close(patience);
  (*pipeline)->stop(patience);
  log_info("stopped");
  return halted ? complain(kExitHalted, "a task halted; the log above says why and what to do") : kExitOk;
}

}  // namespace
}  // namespace leakproof

int main(int argc, char** argv) {
  using namespace leakproof;
  StopSignal stop;
  CLI::App app(
      "Leakproof in one process: leads in by HTTP and gRPC, owners out, on one data directory.\n\n"
      "  leakproof-standalone --data ./data\n"
      "  leakproof-standalone --config standalone.yaml\n\n"
      "Exit codes: 0 drained, 64 usage, 69 a port or the data directory is taken, 70 halted, 78 configuration.");
  std::string file, data, secrets, brokers;
  bool create_topics = false;
  int http = -1, grpc = -1, admin = -1;
  app.add_option("--config", file, "process configuration (YAML); flags go before it");
  app.add_option("--data", data, "directory of the log and the state (default ./data)");
  app.add_option("--secrets", secrets, "directory of secrets: <workspace>/<name> (default ./secrets)");
  app.add_option("--brokers", brokers, "host:port,...: the log is this Kafka cluster instead of the data directory");
  app.add_flag("--create-topics", create_topics, "Kafka: make the topics that are missing");
  app.add_option("--http-port", http, "public door (default 8080; 0 = any)");
  app.add_option("--grpc-port", grpc, "API (default 7070; 0 = any)");
  app.add_option("--admin-port", admin, "metrics and health (default 9090; 0 = any)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  Result<Settings> settings = file.empty() ? Result<Settings>(Settings()) : read_settings(file);
  if (!settings.ok()) return complain(kExitConfiguration, settings.error().message());
  if (!data.empty()) settings->data = data;
  if (!secrets.empty()) settings->secrets = secrets;
  if (!brokers.empty()) settings->kafka_brokers = brokers;
  settings->kafka_create_topics |= create_topics;
  auto port = [](int flag, std::uint16_t& to) {
    if (flag >= 0) to = static_cast<std::uint16_t>(flag);
  };
  port(http, settings->http.port), port(grpc, settings->grpc.port), port(admin, settings->admin.port);
  set_level(settings->log_level);
  return serve(*settings, stop);
}
