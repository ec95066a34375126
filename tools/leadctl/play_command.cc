// play: seeded, realistic, signed traffic against a running server, with members who react. For trials, demos, benches
// and kill tests.
#include <ostream>

#include "base/mutex.h"
#include "base/system_clock.h"
#include "leadctl/commands.h"
#include "leadctl/play_graph.h"
#include "leadctl/play_ledger.h"
#include "leadctl/play_members.h"
#include "leadctl/play_traffic.h"
#include "leadctl/secrets_folder.h"

namespace leakproof::leadctl {
namespace {

struct PlayOptions {
  std::string edge = "http://127.0.0.1:8080";
  std::string secrets = kSecretsFolder;
  std::string ledger;
  std::string members;
  double rate = 50;
  int count = 500;
  int graph_port = -1;
  double linger_seconds = 2;
  TrafficOptions traffic;
};

std::optional<config::v1::Workspace> workspace_in_force(Session& session) {
  const auto in_force = config_in_force(session);
  if (!in_force) return std::nullopt;
  config::v1::Workspace workspace;
  if (workspace.ParseFromString(in_force->workspace())) return workspace;
  session.fail(ExitCode::kInternal, "the server's configuration cannot be read: is leadctl older than the server?");
  return std::nullopt;
}

// Sends each shot when its time has come, whatever the answers do, so that a slow server is seen as slow. Waits for the
// last answer.
class Gun {
 public:
  Gun(const PlayOptions& options, Ledger& ledger)
      : options_(options), ledger_(ledger), client_({{"http", "https"}, {}, true}) {}

  void run(Traffic& traffic) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < options_.count; ++i) {
      wait_until(start + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                             std::chrono::duration<double>(i / options_.rate)));
      fire(traffic.next(clock_.now()));
    }
    MutexLock lock(mutex_);
    changed_.wait(lock, [this]() LEAKPROOF_REQUIRES(mutex_) { return in_flight_ == 0; });
  }

 private:
  void wait_until(std::chrono::steady_clock::time_point due) {
    MutexLock lock(mutex_);
    changed_.wait_until(lock, due, [due] { return std::chrono::steady_clock::now() >= due; });
  }
  void fire(Shot shot) {
    {
      MutexLock lock(mutex_);
      ++in_flight_;
    }
    net::HttpCall call = shot.call;
    call.url = options_.edge + shot.call.url;
    client_.send(std::move(call), [this, shot = std::move(shot), sent = clock_.now()](Result<net::HttpAnswer> answer) {
      ledger_.record(shot, sent, clock_.now(), answer);
      MutexLock lock(mutex_);
      if (--in_flight_ == 0) changed_.notify_all();
    });
  }

  const PlayOptions& options_;
  Ledger& ledger_;
  SystemClock clock_;
  Mutex mutex_;
  ConditionVariable changed_;
  int in_flight_ LEAKPROOF_GUARDED_BY(mutex_) = 0;
  net::HttpClient client_;  // goes first: its callbacks use the rest
};

// Gives the members time for the last leads.
void linger(double seconds) {
  Mutex mutex;
  ConditionVariable never;
  MutexLock lock(mutex);
  never.wait_for(lock, std::chrono::duration<double>(seconds), [] { return false; });
}

void shoot(Session& session, const PlayOptions& options, Traffic& traffic) {
  std::unique_ptr<PlayedMembers> members;
  if (!options.members.empty()) {
    const auto temper = parse_temper(options.members);
    if (!temper.ok()) return session.fail(ExitCode::kUsage, "--members: " + temper.error().message());
    members = std::make_unique<PlayedMembers>(session, *temper, options.traffic.seed);
  }
  Ledger ledger(options.ledger);
  if (!ledger.writable()) return session.fail(ExitCode::kInput, options.ledger + " cannot be written");
  Gun(options, ledger).run(traffic);
  if (members || options.graph_port >= 0) linger(options.linger_seconds);
  ledger.print(session.out);
  if (members)
    session.out << "members accepted " << members->accepted() << ", declined " << members->declined() << ", ignored "
                << members->ignored() << '\n';
  if (ledger.surprises() > 0) session.exit_code = ExitCode::kNegative;
}

void play(Session& session, const PlayOptions& options) {
  const auto workspace = workspace_in_force(session);
  if (!workspace) return;
  auto traffic = Traffic::make(*workspace, options.traffic, [&](const std::string& name) {
    return read_secret(options.secrets, session.workspace, name);
  });
  if (!traffic.ok()) return session.fail(ExitCode::kConfig, traffic.error().message());
  std::unique_ptr<FakeGraph> graph;
  if (options.graph_port >= 0) {
    auto started = FakeGraph::start(static_cast<std::uint16_t>(options.graph_port));
    if (!started.ok()) return session.fail(ExitCode::kInput, "--graph-port: " + started.error().message());
    graph = *std::move(started);
    traffic->on_meta_lead = [&graph](const std::string& id, const Person& whom) { graph->add(id, whom); };
    session.err << "fake Graph at http://127.0.0.1:" << graph->port() << '\n';
  }
  shoot(session, options, *traffic);
}

void add_options(CLI::App& command, PlayOptions& options) {
  command.add_option("--edge", options.edge, "Base address of the HTTP doors")
      ->envname("LEAKPROOF_EDGE")
      ->capture_default_str();
  command.add_option("--secrets", options.secrets, "Folder of the secrets, as the server has it")
      ->capture_default_str();
  command.add_option("--count", options.count, "Requests")->check(CLI::Range(0, INT32_MAX))->capture_default_str();
  command.add_option("--rate", options.rate, "Requests a second")->check(CLI::Range(0.001, 1e6))->capture_default_str();
  command.add_option("--seed", options.traffic.seed, "The same seed sends the same leads")->capture_default_str();
  command.add_option("--duplicates", options.traffic.duplicates_percent, "Percent sent twice")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command.add_option("--bad", options.traffic.bad_percent, "Percent forged, broken or without contact")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command.add_option("--kinds", options.traffic.kinds,
                     "Only sources of these kinds: meta google typeform webhook form json");
  command.add_option("--ledger", options.ledger,
                     "Append a JSON line a request: id, receipt, sent_at, kind, expect, status, class");
  command.add_option("--graph-port", options.graph_port,
                     "Answer as Meta's Graph API on this port; the source's graph_url points here");
  command.add_option("--members", options.members, "Members who react: accept=70,decline=10,ignore=20");
  command
      .add_option("--linger", options.linger_seconds, "Seconds to go on for members and Graph after the last request")
      ->capture_default_str();
}

}  // namespace

void add_play_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<PlayOptions>();
  auto* command =
      app.add_subcommand("play", "Send realistic, signed traffic; exit 1 when an answer is not as expected");
  command->footer(
      "Examples:\n  leadctl play --count 500 --rate 50 --graph-port 7090\n"
      "  leadctl play --count 100 --kinds json --bad 0 --ledger sent.jsonl\n  leadctl play --members "
      "accept=70,decline=10,ignore=20");
  add_options(*command, *options);
  command->callback([&session, options] { play(session, *options); });
}

}  // namespace leakproof::leadctl
