// A workspace file beside the one in force: every decision as it is made, made again under the file.
// tools/backtest.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "backtest/replay.h"
#include "base/time_text.h"
#include "config/compile.h"
#include "leadctl/commands.h"
#include "leakproof/api/v1/event_service.grpc.pb.h"
#include "leakproof/api/v1/roster_service.grpc.pb.h"
#include "router/config/routing_codec.h"
#include "stream/topics.h"

namespace leakproof::leadctl {
namespace {

using Clock = std::chrono::system_clock;

struct ShadowOptions {
  std::string file, since = "1d", lasts, every = "1m", metrics, message;
  bool apply = false;
  int leads = 0;
  double differ_max = 5;
};
struct Spans {
  Duration since{}, lasts = Duration::max(), every{};
};

// New leads compared, by how the two agree: "same", or why they do not.
class Agreement {
 public:
  explicit Agreement(std::string workspace) : workspace_(std::move(workspace)) {}
  void add(const std::string& result) { ++leads_[result]; }
  int compared() const {
    int all = 0;
    for (const auto& [result, leads] : leads_) all += leads;
    return all;
  }
  double percent_different() const {
    const int all = compared();
    return all == 0 ? 0 : 100.0 * (all - leads_.at("same")) / all;
  }
  std::string line() const {
    std::string text = std::to_string(compared()) + " leads, " + percent() + " % go elsewhere";
    for (const auto& [result, leads] : leads_)
      text += result == "same" || leads == 0 ? "" : ", " + result + " " + std::to_string(leads);
    return text;
  }
  std::string json() const {
    return nlohmann::json{{"compared", compared()}, {"percent", percent_different()}, {"leads", leads_}}.dump();
  }
  // The text format of Prometheus, as node_exporter's textfile collector takes it.
  std::string metrics() const {
    std::string text =
        "# HELP leakproof_shadow_leads_total New leads decided again under a shadow configuration, by how it agrees.\n"
        "# TYPE leakproof_shadow_leads_total counter\n";
    for (const auto& [result, leads] : leads_)
      text += "leakproof_shadow_leads_total{workspace=\"" + workspace_ + "\",result=\"" + result + "\"} " +
              std::to_string(leads) + "\n";
    return text;
  }
  std::string percent() const {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", percent_different());
    return text;
  }

 private:
  const std::string workspace_;
  std::map<std::string, int> leads_{{"same", 0}};
};

class Shadow {
 public:
  Shadow(Session& session, const ShadowOptions& options, const router::Routing& routing)
      : session_(session),
        options_(options),
        replay_(routing, {}, router::Replay::Turns::kOfHistory),
        agreement_(session.workspace) {}

  // Takes in what is in the log up to now: whose turn it is, who has what. Nothing of it is compared.
  bool catch_up(Instant from) {
    from_ = from;
    return follow(true, Clock::now() + std::chrono::hours(1)) == grpc::StatusCode::OK;
  }
  // Compares until then, with a word now and then.
  bool run(Clock::time_point until, Duration every) {
    comparing_ = true;
    while (Clock::now() < until && !enough()) {
      if (!look_at_members()) return false;
      const auto code = follow(false, std::min(until, Clock::now() + every));
      if (code != grpc::StatusCode::DEADLINE_EXCEEDED && !enough()) return false;
      report();
    }
    return true;
  }
  const Agreement& agreement() const { return agreement_; }

 private:
  bool enough() const { return options_.leads > 0 && agreement_.compared() >= options_.leads; }
  // Reads on from where it stands. DEADLINE_EXCEEDED is how it ends while there is nothing more.
  grpc::StatusCode follow(bool until_now, Clock::time_point deadline) {
    grpc::ClientContext context;
    session_.authorize(context);
    context.set_deadline(deadline);
    api::v1::SubscribeRequest request;
    request.set_topic(stream::topics::kRoutingDecisions);
    request.set_workspace_id(session_.workspace);
    request.set_position(position_);
    request.set_until_now(until_now);
    const auto stub = session_.stub<api::v1::EventService>();
    const auto reader = stub->Subscribe(&context, request);
    api::v1::SubscribeResponse response;
    while (!enough() && reader->Read(&response)) {
      position_ = response.position();
      lead::v1::AuditRecord record;
      if (record.ParseFromString(response.value()) && record.has_decision()) add(record.decision());
    }
    if (enough()) context.TryCancel();
    const auto status = reader->Finish();
    if (!status.ok() && status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED && !enough())
      session_.report(status);
    return status.error_code();
  }
  void add(const lead::v1::Decision& decision) {
    if (instant_from_micros(decision.now_micros()) < from_ || !decided_.insert(decision.decision_id()).second) return;
    const bool first = decision.predecessor_id().empty();
    replay_.add(decision);
    if (!first || !comparing_) return;
    const std::string& lead = decision.lead_id();
    const bool same = replay_.same(lead);
    agreement_.add(same ? "same" : std::string(replay_.because(lead)));
    if (!same && !session_.json) session_.err << lead << " would go elsewhere: " << replay_.because(lead) << '\n';
  }
  bool look_at_members() {
    api::v1::ListMembersRequest request;
    api::v1::ListMembersResponse response;
    request.set_workspace_id(session_.workspace);
    if (!session_.call([&](auto* context) {
          return session_.stub<api::v1::RosterService>()->ListMembers(context, request, &response);
        }))
      return false;
    for (const auto& member : response.members())
      replay_.see(MemberId(member.member_id()), member.online(), member.on_leave(), member.open());
    return true;
  }
  void report() const {
    if (session_.json)
      session_.out << agreement_.json() << std::endl;
    else
      session_.out << format_instant(std::chrono::floor<std::chrono::seconds>(Clock::now())) << ": "
                   << agreement_.line() << std::endl;
    if (options_.metrics.empty()) return;
    const std::string fresh = options_.metrics + ".new";
    std::ofstream(fresh) << agreement_.metrics();
    std::error_code failed;
    std::filesystem::rename(fresh, options_.metrics, failed);  // whoever reads it finds all of it
    if (failed) session_.err << options_.metrics << ": cannot be written: " << failed.message() << '\n';
  }

  Session& session_;
  const ShadowOptions& options_;
  router::Replay replay_;
  Agreement agreement_;
  std::string position_;
  std::set<std::string> decided_;  // the stream tells a record at least once
  Instant from_{};
  bool comparing_ = false;
};

std::optional<Duration> span(Session& session, const char* option, const std::string& text, Duration least) {
  const auto read = parse_duration(text);
  if (read.ok() && *read >= least) return *read;
  session.fail(
      ExitCode::kUsage,
      std::string(option) + ": " + (read.ok() ? "must be at least " + format_duration(least) : read.error().message()));
  return std::nullopt;
}
std::optional<Spans> spans_of(Session& session, const ShadowOptions& options) {
  const auto since = span(session, "--since", options.since, Duration::zero());
  const auto every = span(session, "--every", options.every, std::chrono::milliseconds(100));
  if (!since || !every) return std::nullopt;
  Spans spans{*since, Duration::max(), *every};
  if (options.lasts.empty()) return spans;
  const auto lasts = span(session, "--for", options.lasts, std::chrono::milliseconds(100));
  if (!lasts) return std::nullopt;
  spans.lasts = *lasts;
  return spans;
}

void settle(Session& session, const ShadowOptions& options, const Agreement& agreement, const std::string& yaml,
            std::int64_t version) {
  if (agreement.compared() == 0) return session.fail(ExitCode::kNegative, "not applied: no lead came in this time");
  if (agreement.percent_different() > options.differ_max)
    return session.fail(ExitCode::kNegative, "not applied: " + agreement.line() + "; --max-different allows less");
  apply_text(session, yaml, {.expected = version, .message = options.message});
}

void shadow(Session& session, const ShadowOptions& options) {
  const auto spans = spans_of(session, options);
  if (!spans) return;
  if (options.apply && options.lasts.empty() && options.leads == 0)
    return session.fail(ExitCode::kUsage, "--apply needs --for or --leads: how much to compare before it");
  const auto yaml = read_valid_workspace(session, options.file);
  if (!yaml) return;
  const auto workspace = config::compile_workspace(*yaml).workspace;
  session.workspace = workspace.workspace_id();
  const auto routing = router::compile_routing(workspace);
  if (!routing.ok()) return session.fail(ExitCode::kConfig, routing.error().message());
  const auto version = version_in_force(session);
  if (!version) return;
  Shadow beside(session, options, *routing);
  const auto now = Clock::now();
  if (!beside.catch_up(std::chrono::floor<Duration>(now) - spans->since)) return;
  session.err << options.file << " beside version " << *version << " of " << session.workspace
              << ": nothing is sent, nothing changes\n";
  const auto until = spans->lasts == Duration::max() ? Clock::time_point::max() : Clock::now() + spans->lasts;
  if (beside.run(until, spans->every) && options.apply) settle(session, options, beside.agreement(), *yaml, *version);
}

}  // namespace

void add_shadow_command(CLI::App& config, Session& session) {
  auto options = std::make_shared<ShadowOptions>();
  auto* command = config.add_subcommand(
      "shadow", "Follow decisions as they are made, and say which leads a file would send elsewhere; apply it if few");
  command->footer("Example:\n  leadctl config shadow new.yaml --for 2h --apply --max-different 3 --message 'vip team'");
  command->add_option("FILE", options->file, "Workspace file")->required();
  command->add_option("--since", options->since, "History to begin from: whose turn it is, who has what")
      ->capture_default_str();
  command->add_option("--for", options->lasts, "How long; unset: until it is interrupted");
  command->add_option("--leads", options->leads, "Stop after so many leads; unset: none")
      ->check(CLI::Range(1, INT32_MAX));
  command->add_option("--every", options->every, "How often to say how many agree")->capture_default_str();
  command->add_option("--metrics", options->metrics,
                      "File to keep the counts in, for the textfile collector of node_exporter");
  command->add_flag("--apply", options->apply,
                    "Then apply the file, unless too many leads went elsewhere or another version came into force");
  command->add_option("--max-different", options->differ_max, "Percent of leads that may go elsewhere")
      ->capture_default_str()
      ->check(CLI::Range(0, 100));
  command->add_option("--message", options->message, "Why, for the history");
  command->callback([&session, options] { shadow(session, *options); });
}

}  // namespace leakproof::leadctl
