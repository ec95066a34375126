// For tests: the API behind a real gRPC port, and the stages' real processors over maps. What is appended has gone
// through ingest, scoring and router, and was told to those who wait, before the append is acknowledged. Verbs:
// sleep_stages, sleep_nurture, break_log, break_states, silence, speak, journal.
#pragma once
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>

#include "api/config_service.h"
#include "api/event_service.h"
#include "api/lead_service.h"
#include "api/operations_service.h"
#include "api/roster_service.h"
#include "api/routing_service.h"
#include "base/manual_clock.h"
#include "config/config_cache.h"
#include "ingest/ingest_processor.h"
#include "ingest/sources/text.h"
#include "net/grpc_server.h"
#include "router/router_processor.h"
#include "scoring/scoring_processor.h"
#include "stream/fakes/config_command_fake.h"
#include "stream/fakes/draft_fake.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::api {

class CommandRepliesFake final : public stream::CommandReplies {
 public:
  std::unique_ptr<PendingReply> expect(const std::string& stage, const std::string& command_id, Match match) override {
    return std::make_unique<Waiting>(*this, stage + ":" + command_id, std::move(match));
  }
  void tell(const std::string& stage, const std::vector<lead::v1::Event>& events) {
    std::lock_guard lock(mutex_);
    for (const auto& event : events) {
      auto [from, to] = waiting_.equal_range(stage + ":" + event.command_id());
      for (; from != to; ++from) from->second->take(event);
    }
    told_.notify_all();
  }

 private:
  class Waiting final : public PendingReply {
   public:
    Waiting(CommandRepliesFake& answers, const std::string& key, Match match)
        : answers_(answers), match_(std::move(match)) {
      std::lock_guard lock(answers_.mutex_);
      place_ = answers_.waiting_.emplace(key, this);
    }
    ~Waiting() override {
      std::lock_guard lock(answers_.mutex_);
      answers_.waiting_.erase(place_);
    }
    std::optional<lead::v1::Event> wait(Duration patience) override {
      std::unique_lock lock(answers_.mutex_);
      answers_.told_.wait_for(lock, patience, [this] { return fact_.has_value(); });
      return fact_;
    }
    void take(const lead::v1::Event& event) {
      if (!fact_ && match_(event)) fact_ = event;
    }

   private:
    CommandRepliesFake& answers_;
    Match match_;
    std::multimap<std::string, Waiting*>::iterator place_;
    std::optional<lead::v1::Event> fact_;
  };
  std::mutex mutex_;
  std::condition_variable told_;
  std::multimap<std::string, Waiting*> waiting_;
};

// The stages, and a log whose inputs they read at once.
class StagesFake final : public stream::Log, public stream::InputWriter, public stream::StateReader {
 public:
  explicit StagesFake(Clock& clock) : clock_(clock) {}

  CommandRepliesFake answers;
  config::Directory configs;
  stream::MemoryLog log;

  void sleep_stages() { asleep_ = true; }
  void sleep_nurture() { nurture_asleep_ = true; }
  void break_log(Error error) { log_error_ = std::move(error); }
  void break_states() { states_broken_ = true; }
  // The stage is down: who asks it first is told so at once, everybody after that waits until it speaks.
  void silence(const std::string& stage) { silent_ = stage; }
  void speak() {
    std::lock_guard lock(mutex_);
    silent_.clear();
    spoken_.notify_all();
  }
  // A counting effect in the stage's journal, under the fence it begins with.
  void journal(const std::string& stage, const std::vector<lead::v1::Event>& events) {
    journal::v1::Record record;
    const stream::TopicPartition to{stage + ".journal", 0};
    if (seq_[stage]++ == 0) {
      record.mutable_fence();
      log.push(to, {"", record.SerializeAsString(), {}});
    }
    record.mutable_effect()->set_seq(seq_[stage]);
    for (const auto& event : events) *record.mutable_effect()->add_events() = event;
    log.push(to, {"", record.SerializeAsString(), {}});
  }
  void put(const std::string& stage, const std::string& key, const std::string& value) {
    draft(stage).state[key] = value;
  }

  // InputWriter
  void append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) override {
    if (log_error_) return done(*log_error_);
    const auto offset = log.push(to, record);
    if (!asleep_) take(to.topic, {offset, clock_.now(), record.key, record.value, {}});
    done(offset);
  }

  // StateReader
  Result<std::optional<std::string>> get(const std::string& stage, const std::string&, std::string_view key) override {
    std::unique_lock lock(mutex_);
    if (states_broken_) return retry("nobody owns the partition");
    if (stage == silent_) {
      if (asked_++ > 0) spoken_.wait(lock, [this] { return silent_.empty(); });
      return retry("its owner does not answer");
    }
    return draft(stage).get(key);
  }
  Result<std::vector<std::pair<std::string, std::string>>> scan(const std::string& stage, const std::string&,
                                                                std::string_view prefix, std::string_view after,
                                                                int limit) override {
    std::lock_guard lock(mutex_);
    if (states_broken_) return retry("nobody owns the partition");
    std::vector<std::pair<std::string, std::string>> entries;
    draft(stage).scan(prefix, after, [&](std::string_view key, std::string_view value) {
      if (key != after) entries.emplace_back(key, value);
      return entries.size() < static_cast<std::size_t>(limit);
    });
    return entries;
  }

  // Log
  std::int32_t partitions() const override { return log.partitions(); }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition& to) override {
    return log.appender(to);
  }
  stream::InputWriter& inputs() override { return *this; }
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition& from, stream::Position start,
                                                 Signal& wake) override {
    return log.reader(from, start, wake);
  }
  Result<stream::Position> begin(const stream::TopicPartition& of) override { return log.begin(of); }
  Result<stream::Position> end(const stream::TopicPartition& of) override { return log.end(of); }

 private:
  stream::DraftFake& draft(const std::string& stage) { return drafts_.try_emplace(stage, clock_.now()).first->second; }

  void take(const std::string& topic, const stream::Record& record) {
    std::lock_guard lock(mutex_);
    lead::v1::ConfigCommand command;
    if (topic == "workspace.config" && command.ParseFromString(record.value)) configs.on_command(command);
    for (const auto* stage : {"ingest", "scoring", "router"}) draft(stage).set_now(clock_.now());
    if (!ingest_.on_record(topic, record, draft("ingest")).ok()) return;
    auto events = draft("ingest").take_events();
    answers.tell("ingest", events);
    events = pass(scoring_, "scoring", std::move(events));
    events = pass(router_, "router", std::move(events));
    answers.tell("router", events);
    end(events);
  }
  // Nurture, as far as the API sees it of configurations. It may be down.
  void end(const std::vector<lead::v1::Event>& events) {
    for (const auto& event : events) {
      if (!event.has_config_applied() || nurture_asleep_) continue;
      stream::store(draft("nurture"), config::config_key(event.workspace_id()),
                    config::version_of(event.config_applied()));
    }
  }
  std::vector<lead::v1::Event> pass(stream::Processor& stage, const std::string& name,
                                    std::vector<lead::v1::Event> events) {
    for (auto& event : events) LEAKPROOF_CHECK(stage.on_event(event, draft(name)).ok());
    return draft(name).take_events();
  }

  Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, stream::DraftFake> drafts_;  // by stage; guarded by mutex_ once the server runs
  ingest::IngestProcessor ingest_{ingest::real_text()};
  scoring::ScoringProcessor scoring_;
  router::RouterProcessor router_{"test"};
  std::map<std::string, std::int64_t> seq_;
  std::optional<Error> log_error_;
  bool asleep_ = false, nurture_asleep_ = false;
  bool states_broken_ = false;
  std::string silent_;
  int asked_ = 0;  // how often, since it is silent
  std::condition_variable spoken_;
};

// Lan and Minh take what comes, Hoa is never online.
inline const std::string kYaml = R"(workspace: demo
region: VN
zone: Asia/Ho_Chi_Minh
sources:
  - {id: api, kind: json}
  - {id: site, kind: form}
scoring: {warm_at: 10, hot_at: 20, mql_at: 5, sql_at: 15}
members:
  - {id: lan, name: Lan, starts_online: true}
  - {id: minh, name: Minh, starts_online: true}
  - {id: hoa, name: Hoa}
pools:
  - {id: sales, members: [lan, minh, hoa], sla: {respond_within: 5m}, team_lead: hoa}
sweeps:
  - {leads: no_follow_up, after: 1d, do: remind}
rules:
  - {id: all, when: 'lead.submissions > 0', to: {pool: sales}}
fallback: {pool: sales}
)";

// The services on a loopback port, with the workspace demo in force.
struct WorldFake {
  ManualClock clock{instant_from_micros(1'767'582'600'000'000)};  // 2026-01-05T03:10Z, a Monday
  StagesFake stages{clock};
  const std::filesystem::path secrets_folder =
      std::filesystem::temp_directory_path() / ("api_secrets." + std::to_string(::getpid()));
  app::FileSecrets secrets{secrets_folder};  // none, until a test writes some
  ApiPorts ports{stages, stages, stages.answers, stages.configs, clock, secrets};
  LeadService leads{ports};
  RosterService roster{ports};
  RoutingService routing{ports};
  ConfigService configs{ports};
  EventService events{ports};
  OperationsService operations{ports, [](const std::string& workspace) {
                                 v1::Finding finding;
                                 finding.set_text(workspace + " is well");
                                 return std::vector{finding};
                               }};
  std::unique_ptr<net::GrpcServer> server =
      *net::GrpcServer::start({}, {&leads, &roster, &routing, &configs, &events, &operations});
  std::shared_ptr<grpc::Channel> channel =
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials());

  WorldFake() { configure("config-1", kYaml); }
  void configure(const std::string& request_id, const std::string& yaml) {
    lead::v1::ConfigCommand command;
    command.set_request_id(request_id);
    command.set_workspace_id("demo");
    command.set_expected_version(-1);
    command.set_yaml(yaml);
    stages.append({"workspace.config", 0}, {"demo", command.SerializeAsString(), {}},
                  [](Result<stream::Offset> done) { LEAKPROOF_CHECK(done.ok()); });
    LEAKPROOF_CHECK(stages.configs.find("demo") != nullptr);
  }
  template <class Service>
  auto stub() {
    return Service::NewStub(channel);
  }
};

}  // namespace leakproof::api
