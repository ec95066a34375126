// Tested by: tests/e2e/cluster_test.py
#include "process/program.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "app/exit_code.h"
#include "app/polling_thread.h"
#include "app/stop_signal.h"
#include "base/crash_point.h"
#include "base/system_clock.h"
#include "base/time_text.h"
#include "net/admin_server.h"
#include "net/grpc_server.h"
#include "observe/log.h"
#include "process/broker_watch.h"
#include "process/certificate_watch.h"
#include "process/command_line.h"
#include "process/peer_findings.h"
#include "process/remote_states.h"
#include "process/retry_for_a_minute.h"
#include "process/self_check.h"
#include "process/stages.h"
#include "process/state_service.h"
#include "rocks/rocks_store.h"

namespace leakproof::process {
namespace {

constexpr const char* kVersion = "leakproof 0.1.0";
constexpr Duration kBrokersAskedEvery = std::chrono::seconds(5);
constexpr Duration kWatchEvery = std::chrono::minutes(1);

void set_level(const std::string& level) {
  static const std::map<std::string, observe::LogLevel> kLevels = {{"debug", observe::LogLevel::kDebug},
                                                                   {"info", observe::LogLevel::kInfo},
                                                                   {"warn", observe::LogLevel::kWarn},
                                                                   {"error", observe::LogLevel::kError}};
  observe::set_log_level(kLevels.at(level));
}

// All parts of a running process, in the order in which they are made.
class Process {
 public:
  Process(const Program& program, const app::Settings& settings)
      : program_(program),
        settings_(settings),
        secrets_(settings.secrets, settings.data / "protected_workspaces"),
        stores_(settings.data / "state"),
        brokers_(settings.kafka_brokers) {}

  Status start(app::StopSignal& stop);
  void tell_locked() const;
  void serve(app::StopSignal& stop);
  void drain();
  bool halted() const { return stages_->halted(); }

 private:
  Findings findings();                                  // of this process
  Findings all_findings(const std::string& workspace);  // and of those of the other stages
  void watch();
  Status open_owners();
  Status open_states();
  Status listen();
  std::optional<net::GrpcTls> tls() const {
    if (!settings_.grpc_tls.is_set()) return std::nullopt;
    return net::GrpcTls{settings_.grpc_tls.certificate, settings_.grpc_tls.key, settings_.grpc_tls.client_ca};
  }
  void update_health();
  Status ready() const;

  const Program& program_;
  const app::Settings& settings_;
  const SystemClock clock_;
  observe::Metrics metrics_;
  const app::FileSecrets secrets_;
  rocks::RocksStoreFactory stores_;
  std::unique_ptr<LogBackend> backend_;
  std::unique_ptr<OwnerDirectory> owners_;  // on a log that others share
  std::unique_ptr<app::PollingThread> following_owners_;
  std::unique_ptr<Stages> stages_;
  std::unique_ptr<RemoteStates> remote_states_;
  std::unique_ptr<StateService> own_states_;
  std::shared_ptr<grpc::ChannelCredentials> peer_credentials_;
  OperationsService operations_{secrets_, [this] { return findings(); }};
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<net::GrpcServer> grpc_;
  std::unique_ptr<net::HttpServer> admin_;
  std::atomic<bool> closing_ = false;
  BrokerWatch brokers_;
  CertificateWatch certificates_;
  Instant watched_;  // of the thread that watches
  Mutex topics_mutex_;
  std::vector<std::string> topic_problems_ LEAKPROOF_GUARDED_BY(topics_mutex_);
  std::unique_ptr<app::PollingThread> watching_;
};

Status Process::start(app::StopSignal& stop) {
  tell_locked();
  LEAKPROOF_ASSIGN(certificates, CertificateWatch::open(settings_.grpc_tls, metrics_));
  certificates_ = std::move(certificates);
  const auto pause = [&stop] { return stop.wait_for(1) == 0; };
  auto backend = retry_for_a_minute(pause, clock_, "the log", [&] { return open_log_backend(settings_, clock_); });
  if (!backend.ok()) return backend.error();
  backend_ = *std::move(backend);
  LEAKPROOF_TRY(retry_for_a_minute(pause, clock_, "the directory of owners", [&] { return open_owners(); }));
  stages_ = std::make_unique<Stages>(
      Stages::Dependencies{*backend_, stores_, clock_, metrics_, secrets_, settings_,
                           program_.name + "-" + std::to_string(getpid()), kVersion, owners_.get()},
      program_.stages);
  LEAKPROOF_TRY(retry_for_a_minute(pause, clock_, "the gateway", [&] { return open_states(); }));
  LEAKPROOF_TRY(listen());
  LEAKPROOF_TRY(retry_for_a_minute(pause, clock_, "the groups of the stages", [&] {
    return stages_->start(settings_.grpc.address + ":" + std::to_string(grpc_->port()));
  }));
  watching_ = std::make_unique<app::PollingThread>(kBrokersAskedEvery, [this] {
    brokers_.heard(backend_->ask(), clock_.now());
    if (clock_.now() - watched_ >= kWatchEvery) watch();
    return false;
  });
  observe::log_info("listening", {{"http", gateway_ ? gateway_->http_port() : 0},
                                  {"grpc", grpc_->port()},
                                  {"admin", admin_->port()},
                                  {"data", settings_.data.string()}});
  return {};
}

// What may have become wrong by itself while the process runs.
void Process::watch() {
  watched_ = clock_.now();
  certificates_.step(clock_.now());
  auto problems = backend_->topic_problems();
  if (!problems.ok()) return;  // BrokerWatch tells of a cluster that is away
  MutexLock lock(topics_mutex_);
  metrics_.gauge("leakproof_topic_problems", "Settings of topics on the cluster that are not as they must be")
      .Set(static_cast<double>(problems->size()));
  for (const auto& problem : *problems) {
    if (std::ranges::find(topic_problems_, problem) == topic_problems_.end())
      observe::log_error("topic_settings", {{"why", problem}});
  }
  topic_problems_ = *std::move(problems);
}

Findings Process::all_findings(const std::string& workspace) {
  auto all = findings();
  if (!owners_) return all;
  Peers peers;  // others of our own stages have a gateway of their own, and answer there
  for (const auto& [address, stages] : owners_->addresses()) {
    std::string theirs;
    for (const auto& stage : stages) {
      if (!stages_->has(stage)) theirs += (theirs.empty() ? "" : ", ") + stage;
    }
    if (!theirs.empty()) peers[address] = theirs;
  }
  for (auto& one : unserved_findings(stages_->unserved_elsewhere())) all.push_back(std::move(one));
  for (auto& one : peer_findings(peers, workspace, secrets_, peer_credentials_)) all.push_back(std::move(one));
  return all;
}

// What a stage lacks while the brokers are away is a consequence.
Status Process::ready() const {
  if (closing_) return retry("this process stops");
  const auto stages = stages_->ready();
  const auto away = brokers_.problem();
  return stages.ok() || away.empty() ? stages : Status(retry(away + "; " + stages.error().message()));
}

Findings Process::findings() {
  Findings all = {readiness_finding(ready()), lag_finding(stages_->observed().input_lags()),
                  dead_letters_finding(stages_->observed().dead_letters()), disk_finding(disk_space(settings_.data))};
  if (const auto away = brokers_.problem(); !away.empty())
    all.insert(all.begin(),
               finding(api::v1::Finding::BAD, "brokers", away + ": nothing is taken in or decided until they do"));
  for (auto& one : certificate_findings(certificates_.problems(clock_.now()))) all.push_back(std::move(one));
  for (auto& one : receiver_findings(stages_->observed().receivers_down())) all.push_back(std::move(one));
  MutexLock lock(topics_mutex_);
  for (auto& one : topic_findings(topic_problems_)) all.push_back(std::move(one));
  return all;
}

void Process::tell_locked() const {
  for (const auto& workspace : secrets_.locked())
    observe::log_error("token_lost",
                       {{"workspace", workspace},
                        {"why", "it had an api_token, which the secrets do not hold now: nobody is let in"}});
}

Status Process::open_owners() {
  if (!backend_->log().published()) return {};
  LEAKPROOF_ASSIGN(owners, OwnerDirectory::open(backend_->log()));
  owners_ = std::move(owners);
  following_owners_ = std::make_unique<app::PollingThread>(owners_->wake(), std::chrono::seconds(1), [this] {
    if (auto read = owners_->step(); !read.ok())
      observe::log_error("owner_directory", {{"why", read.error().message()}});
    return false;
  });
  return {};
}

Status Process::open_states() {
  own_states_ = std::make_unique<StateService>(stages_->states(), secrets_);
  if (!program_.gateway) return {};
  stream::StateReader* states = &stages_->states();
  if (owners_) {
    auto credentials = net::peer_credentials(tls());
    if (!credentials.ok()) return credentials.error();
    peer_credentials_ = *std::move(credentials);
    remote_states_ = std::make_unique<RemoteStates>(stages_->states(), *owners_, secrets_, peer_credentials_);
    states = remote_states_.get();
  }
  LEAKPROOF_ASSIGN(gateway, program_.gateway({backend_->log(), *states, clock_, metrics_, secrets_, settings_,
                                              [this](const auto& workspace) { return all_findings(workspace); }}));
  gateway_ = std::move(gateway);
  return {};
}

Status Process::listen() {
  net::GrpcServerOptions options;
  options.address = settings_.grpc.address + ":" + std::to_string(settings_.grpc.port);
  options.reflection = settings_.grpc_reflection;
  options.tls = tls();
  std::vector<grpc::Service*> services = gateway_ ? gateway_->services() : std::vector<grpc::Service*>();
  services.push_back(own_states_.get());
  if (!gateway_) services.push_back(&operations_);  // the gateway's own says more
  LEAKPROOF_ASSIGN(grpc, net::GrpcServer::start(options, services));
  grpc_ = std::move(grpc);
  LEAKPROOF_ASSIGN(admin, net::start_admin_server(
                              settings_.admin.address, settings_.admin.port, metrics_, [] { return true; },
                              [this] { return ready(); }));
  admin_ = std::move(admin);
  return {};
}

void Process::update_health() {
  const bool serving = ready().ok();
  grpc_->set_serving("", serving);
  if (!gateway_) return;
  for (const auto& name : gateway_->service_names()) grpc_->set_serving(name, serving);
}

void Process::serve(app::StopSignal& stop) {
  for (Instant retain_at = clock_.now(); stop.wait_for(1) == 0 && !halted();) {
    update_health();
    if (clock_.now() < retain_at) continue;
    retain_at = clock_.now() + std::chrono::hours(1);
    if (auto retained = backend_->retain(clock_.now()); !retained.ok())
      observe::log_error("retention", {{"why", retained.error().message()}});
  }
}

// Readiness falls first, then no new requests, then what is under way ends and settles.
void Process::drain() {
  const auto patience = std::chrono::seconds(settings_.drain_seconds);
  observe::log_info("draining", {{"seconds", settings_.drain_seconds}});
  closing_ = true;
  watching_.reset();
  if (gateway_) gateway_->close(patience);
  grpc_->stop(patience);
  stages_->stop(patience);
  admin_->stop(std::chrono::milliseconds(100));
  observe::log_info("stopped");
}

int exit_code_of(const Error& error) {
  return error.disposition() == Disposition::kRefuse ? app::kExitConfiguration : app::kExitUnavailable;
}

}  // namespace

int run(const Program& program, int argc, char** argv) {
  if (auto armed = arm_crash_point(std::getenv("CRASH_AT")); !armed.ok())
    return fail(program, app::kExitConfiguration, armed.error().message());
  net::log_grpc_lines();
  app::StopSignal stop;
  const auto read = read_command_line(program, argc, argv);
  if (const int* code = std::get_if<int>(&read)) return *code;
  const app::Settings& settings = std::get<app::Settings>(read);
  set_level(settings.log_level);
  if (auto prepared = app::prepare_secrets(settings); !prepared.ok())
    return fail(program, app::kExitConfiguration, prepared.error().message());
  Process process(program, settings);
  if (auto started = process.start(stop); !started.ok())
    return fail(program, exit_code_of(started.error()), started.error().message());
  process.serve(stop);
  const bool halted = process.halted();
  process.drain();
  return halted ? fail(program, app::kExitHalted, "a task halted; the log above says why and what to do")
                : app::kExitOk;
}

}  // namespace leakproof::process
