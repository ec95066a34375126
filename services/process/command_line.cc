// Tested by: tests/e2e/standalone_test.py
#include "process/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/exit_code.h"
#include "app/open_files.h"
#include "observe/log.h"
#include "process/program.h"

namespace leakproof::process {
namespace {

constexpr int kPortMax = 65535;

struct Flags {
  std::string file, data, secrets, brokers;
  bool create_topics = false;
  int http = -1, grpc = -1, admin = -1;
};

void declare(CLI::App& app, const Program& program, Flags& flags) {
  app.add_option("--config", flags.file, "process configuration (YAML); flags go before it");
  app.add_option("--data", flags.data,
                 program.runs_all_stages ? "directory of the log and the state (default ./data)"
                                         : "directory of the state (default ./data)");
  app.add_option("--secrets", flags.secrets, "directory of secrets: <workspace>/<name> (default secrets in --data)");
  app.add_option("--brokers", flags.brokers,
                 program.runs_all_stages ? "host:port,...: the log is this Kafka cluster instead of the data directory"
                                         : "host:port,... of the Kafka cluster")
      ->check(CLI::Validator(
          [](const std::string& list) { return app::are_brokers(list) ? "" : std::string(app::kBrokersMust); }, ""));
  app.add_flag("--create-topics", flags.create_topics, "Kafka: make the topics that are missing");
  const auto port = [&](const char* name, int& flag, const std::string& what) {
    app.add_option(name, flag, what)->check(CLI::Range(0, kPortMax));
  };
  if (program.gateway) port("--http-port", flags.http, "public door (default 8080; 0 = any)");
  port("--grpc-port", flags.grpc,
       program.gateway ? "API (default 7070; 0 = any)" : "queries of other processes (default 7070; 0 = any)");
  port("--admin-port", flags.admin, "metrics and health (default 9090; 0 = any)");
}

void apply(const Flags& flags, app::Settings& settings) {
  if (!flags.data.empty()) settings.data = flags.data;
  if (!flags.secrets.empty()) settings.secrets = flags.secrets;
  if (settings.secrets.empty()) settings.secrets = settings.data / "secrets";
  if (!flags.brokers.empty()) settings.kafka_brokers = flags.brokers;
  settings.kafka_create_topics |= flags.create_topics;
  settings.kafka_is_meant |= flags.create_topics;
  auto port = [](int flag, std::uint16_t& to) {
    if (flag >= 0) to = static_cast<std::uint16_t>(flag);
  };
  port(flags.http, settings.http.port);
  port(flags.grpc, settings.grpc.port);
  port(flags.admin, settings.admin.port);
}

}  // namespace

int fail(const Program& program, int code, const std::string& message) {
  std::cerr << program.name << ": " << message << "\n";
  return code;
}

std::variant<app::Settings, int> read_command_line(const Program& program, int argc, char** argv) {
  CLI::App app(program.about +
               "\n\nExit codes: 0 drained, 64 usage, 69 a port, the log or the data directory is not to be had, 70 "
               "halted, 78 configuration.");
  Flags flags;
  declare(app, program, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? app::kExitOk : app::kExitUsage;
  }
  Result<app::Settings> settings =
      flags.file.empty() ? Result<app::Settings>(app::Settings()) : app::read_settings(flags.file);
  if (!settings.ok()) return fail(program, app::kExitConfiguration, settings.error().message());
  apply(flags, *settings);
  if (settings->kafka_brokers.empty() && !program.runs_all_stages) {
    return fail(
        program, app::kExitConfiguration,
        "it needs a Kafka cluster: name it with --brokers or kafka.brokers in --config. One process without Kafka is "
        "leakproof-standalone.");
  }
  if (settings->kafka_brokers.empty() && settings->kafka_is_meant) {
    return fail(
        program, app::kExitConfiguration,
        "kafka.brokers is missing: name the cluster there or with --brokers; for the embedded log leave kafka and "
        "--create-topics out");
  }
  for (const auto& file : app::open_files(*settings))
    observe::log_warn("secret_readable_by_all", {{"file", file.string()}, {"do", "chmod o-r, and replace the secret"}});
  return *std::move(settings);
}

}  // namespace leakproof::process
