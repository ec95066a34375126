// What is wrong with a workspace file that is valid: tools/lint, docs/lint.md.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "config/compile.h"
#include "config/message_template.h"
#include "config/yaml_tree.h"
#include "leadctl/audit_source.h"
#include "leadctl/commands.h"
#include "leadctl/lint_warnings.h"
#include "lint/last_resort.h"
#include "lint/lint.h"
#include "lint/place_findings.h"
#include "lint/text_findings.h"
#include "lint/volume.h"
#include "router/config/routing_codec.h"
#include "router/notify/notification_outbox.h"

namespace leakproof::leadctl {
namespace {

struct LintCommandOptions {
  std::string file;
  double patience = 1, time = 60;
  std::int64_t leads_a_month = 0;
  std::string volume;
  bool overlaps = false;
};

// Every lead that a mail can reach has these.
bool always_has_value(std::string_view name) {
  static constexpr std::string_view kOfEveryLead[] = {"source", "kind", "submissions"};
  constexpr std::string_view prefix = "lead.";
  return name == "unsubscribe_url" || name == "contact.email" ||
         (name.starts_with(prefix) &&
          std::ranges::find(kOfEveryLead, name.substr(prefix.size())) != std::end(kOfEveryLead));
}

void look_at(const config::v1::Journey& journey, router::LintOptions& asked) {
  const bool is_routed = journey.trigger() == "routed";
  for (const auto& step : journey.steps()) {
    if (!step.has_send()) continue;
    asked.sending[JourneyId(journey.journey_id())] =
        journey.cannot_send().empty() ? is_routed : journey.cannot_send() == "hand_back";
    auto hole = config::hole_in(step.send().subject(), always_has_value);
    if (!hole) hole = config::hole_in(step.send().text(), always_has_value);
    if (hole) asked.needs_value[journey.journey_id() + "/" + step.step_id()] = *hole;
  }
}

router::LintOptions options_of(const config::v1::Workspace& workspace, const LintCommandOptions& options) {
  router::LintOptions asked;
  asked.patience = std::chrono::milliseconds(static_cast<std::int64_t>(options.patience * 1000));
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.time);
  asked.out_of_time = [until] { return std::chrono::steady_clock::now() >= until; };
  asked.now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  asked.all_overlaps = options.overlaps;
  asked.leads_a_month = options.leads_a_month;
  asked.warm_at = workspace.scoring().warm_at();
  asked.hot_at = workspace.scoring().hot_at();
  for (const auto& pool : workspace.pools()) {
    for (const auto& seat : pool.members()) asked.used_by_pools.emplace_back(seat.pool_id());
  }
  for (const auto& schedule : workspace.schedules()) {
    if (schedule.holiday_calendars_size() > 0) asked.with_calendars.push_back(schedule.schedule_id());
  }
  for (const auto& source : workspace.sources()) {
    if (!source.form().honeypot().empty()) asked.traps[source.source_id()] = source.form().honeypot();
  }
  for (const auto& member : workspace.members()) {
    const bool told = router::channels_for(workspace, member.member_id(), router::NotificationKind::kAssigned) > 0;
    if (!told && !member.inactive()) asked.untold.emplace(member.member_id());
  }
  for (const auto& journey : workspace.journeys()) look_at(journey, asked);
  return asked;
}

// Every condition of the workspace, with the name of what it is of.
class Conditions {
 public:
  Conditions(const std::string& yaml, const rules::Schema& schema) : yaml_(config::parse_yaml(yaml)), schema_(schema) {}

  std::vector<router::Condition> of(const config::v1::Workspace& workspace) && {
    for (const auto& rule : workspace.rules()) add(rule.rule_id(), rule.when(), "");
    const auto& fit = workspace.scoring().fit();
    for (int i = 0; i < fit.size(); ++i) add("scoring " + fit[i].name(), fit[i].when(), at("scoring.fit", i));
    for (int i = 0; i < workspace.pools_size(); ++i) {
      const auto& pool = workspace.pools(i);
      for (int k = 0; k < pool.needs_size(); ++k)
        add(pool.pool_id(), pool.needs(k).when(), at(at("pools", i) + ".needs", k));
    }
    for (int i = 0; i < workspace.journeys_size(); ++i) add(workspace.journeys(i), at("journeys", i));
    return std::move(conditions_);
  }

 private:
  static std::string at(const std::string& list, int place) { return list + "[" + std::to_string(place) + "]"; }

  void add(const config::v1::Journey& journey, const std::string& path) {
    add(journey.journey_id(), journey.goal(), path + ".goal");
    add(journey.journey_id(), journey.exit_when(), path + ".exit_when");
    for (int i = 0; i < journey.steps_size(); ++i)
      add(journey.journey_id(), journey.steps(i).branch().when(), at(path + ".steps", i) + ".branch");
  }
  // `path` leads to it in the file; empty for a rule, which knows its line.
  void add(const std::string& subject, const std::string& when, const std::string& path) {
    if (when.empty()) return;
    auto compiled = rules::Program::compile(when, schema_, rules::Type::kBool);
    auto* program = std::get_if<rules::Program>(&compiled);
    const bool is_row = path.empty() && subject.find(':') != std::string::npos;
    if (program != nullptr) conditions_.push_back({subject, std::move(*program), line_of(path), is_row});
  }
  int line_of(const std::string& path) const {
    const auto* root = std::get_if<config::Node>(&yaml_);
    return path.empty() || root == nullptr ? 0 : config::node_at(*root, path).mark.line + 1;
  }

  const std::variant<config::Node, config::Problem> yaml_;
  const rules::Schema& schema_;
  std::vector<router::Condition> conditions_;
};

// Where a rule stands: in the workspace's file, or in a table's. Line 0 for what is no rule.
struct Place {
  std::string file;
  int line = 0;
};
Place place_of(const config::v1::Workspace& workspace, const std::string& file, const std::string& rule, int line) {
  Place place{file, line};
  for (const auto& one : workspace.rules()) {
    if (one.rule_id() == rule) place.line = one.line();
  }
  for (const auto& table : workspace.tables()) {
    if (rule.starts_with(table.table_id() + ":")) place.file = table.file();
  }
  return place;
}

nlohmann::json json_of(const router::Finding& finding, const Place& place, const Place& other) {
  nlohmann::json json{{"concern", name_of(finding.concern)},
                      {"subject", finding.subject},
                      {"text", finding.text},
                      {"warning", finding.warning}};
  if (place.line > 0) {
    json["file"] = place.file;
    json["line"] = place.line;
  }
  if (!finding.other.empty()) json["other"] = {{"subject", finding.other}, {"file", other.file}, {"line", other.line}};
  for (const auto& [field, value] : finding.lead) json["lead"][field] = nlohmann::json::parse(value, nullptr, false);
  return json;
}

std::string text_of(const Place& place) {
  return place.file + (place.line > 0 ? ":" + std::to_string(place.line) : "");
}

std::string line_of(const router::Finding& finding, const Place& place, const Place& other) {
  return text_of(place) + ": " + (finding.warning ? "warning" : "note") + ": " + finding.subject + ": " + finding.text +
         (finding.other.empty() ? "" : " (" + text_of(other) + ")") + " [" + std::string(name_of(finding.concern)) +
         "]";
}

void print_line(Session& session, const router::Finding& finding, const Place& place, const Place& other) {
  session.out << line_of(finding, place, other) << '\n';
  for (const auto& [field, value] : finding.lead) session.out << "    " << field << " = " << value << '\n';
}

// False when the file cannot be read, or holds no leads.
bool look_at_volume(Session& session, const std::string& file, const router::Routing& routing,
                    router::LintReport& report) {
  router::Volume volume(routing);
  bool damaged = false;
  const bool read = read_audit(session, file, [&](const std::string& bytes) {
    lead::v1::AuditRecord record;
    damaged = !record.ParseFromString(bytes);
    if (!damaged && record.has_decision()) volume.add(record.decision());
    return !damaged;
  });
  if (damaged) session.fail(ExitCode::kInput, file + ": not what leadctl audit export writes");
  if (!read || damaged) return false;
  if (volume.empty()) session.fail(ExitCode::kInput, file + ": no decision about a new lead in it");
  volume.look_at(report);
  return !volume.empty();
}

router::LintReport look_at(const std::string& yaml, const config::v1::Workspace& workspace,
                           const router::Routing& routing, const LintCommandOptions& options) {
  auto report = router::lint(routing, options_of(workspace, options));
  router::look_at_last_resort(routing, report);
  const auto conditions = Conditions(yaml, routing.schema).of(workspace);
  router::look_at_texts(conditions, routing.schema, report);
  router::look_at_places(conditions, routing.schema, report);
  return report;
}

void lint(Session& session, const LintCommandOptions& options) {
  const auto yaml = read_valid_workspace(session, options.file);
  if (!yaml) return;
  const auto workspace = config::compile_workspace(*yaml).workspace;
  const auto routing = router::compile_routing(workspace);
  if (!routing.ok()) return session.fail(ExitCode::kConfig, routing.error().message());
  auto report = look_at(*yaml, workspace, *routing, options);
  if (!options.volume.empty() && !look_at_volume(session, options.volume, *routing, report)) return;
  nlohmann::json all{
      {"findings", nlohmann::json::array()}, {"unknown", report.unknown}, {"more_overlaps", report.more_overlaps}};
  for (const auto& finding : report.findings) {
    const Place place = place_of(workspace, options.file, finding.subject, finding.line),
                other = place_of(workspace, options.file, finding.other, 0);
    if (session.json)
      all["findings"].push_back(json_of(finding, place, other));
    else
      print_line(session, finding, place, other);
    if (finding.warning) session.exit_code = ExitCode::kNegative;
  }
  if (session.json) session.out << all.dump(2) << '\n';
  if (report.unknown > 0)
    session.err << report.unknown
                << " questions have no answer: the solver had too little time (--patience, --time), or a rule uses "
                   "what it does not know\n";
  if (report.more_overlaps)
    session.err << "overlaps are shown of the first rules that have any: --overlaps shows all\n";
  if (report.findings.empty())
    session.err << options.file << ": nothing found in " << workspace.rules_size() << " rules\n";
}

constexpr std::size_t kWarningsShown = 10;
constexpr double kQuickLook = 2, kQuickQuestion = 0.2;  // seconds in all, and of one question to the solver

struct Warning {
  std::string line;
  nlohmann::json json;
};
std::vector<Warning> warnings_of(const std::string& yaml, const std::string& file) {
  std::vector<Warning> warnings;
  const auto workspace = config::compile_workspace(yaml).workspace;
  const auto routing = router::compile_routing(workspace);
  if (!routing.ok()) return warnings;
  LintCommandOptions quick;
  quick.time = kQuickLook;
  quick.patience = kQuickQuestion;
  for (const auto& finding : look_at(yaml, workspace, *routing, quick).findings) {
    if (!finding.warning) continue;
    const Place place = place_of(workspace, file, finding.subject, finding.line),
                other = place_of(workspace, file, finding.other, 0);
    warnings.push_back({line_of(finding, place, other), json_of(finding, place, other)});
  }
  return warnings;
}

}  // namespace

void tell_warnings(Session& session, const std::string& answer, const std::string& yaml, const std::string& file) {
  const auto warnings = file.empty() ? std::vector<Warning>() : warnings_of(yaml, file);
  if (session.json) {
    auto whole = nlohmann::ordered_json::parse(answer);
    if (!file.empty()) whole["warnings"] = nlohmann::ordered_json::array();
    for (const auto& one : warnings) whole["warnings"].push_back(nlohmann::ordered_json(one.json));
    session.out << whole.dump() << '\n';
    return;
  }
  for (std::size_t i = 0; i < std::min(warnings.size(), kWarningsShown); ++i) session.err << warnings[i].line << '\n';
  if (warnings.size() > kWarningsShown)
    session.err << "… and " << warnings.size() - kWarningsShown << " more: leadctl config lint " << file << '\n';
}

void add_lint_command(CLI::App& config, Session& session) {
  auto options = std::make_shared<LintCommandOptions>();
  auto* command = config.add_subcommand("lint",
                                        "What a valid file does that nobody wants: rules that nothing reaches, pools "
                                        "without people; exit 1 on a warning");
  command->footer("Example:\n  leadctl config lint examples/workspace.yaml --leads-per-month 5000");
  command->add_option("FILE", options->file, "Workspace file; - is standard input")->required();
  command->add_option("--patience", options->patience, "Seconds that one question to the solver may take")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 86'400.0));
  command->add_option("--time", options->time, "Seconds that all questions together may take")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 86'400.0));
  command->add_flag("--overlaps", options->overlaps, "Every pair of rules whose order decides, not the first few");
  command->add_option("--leads-per-month", options->leads_a_month, "Whether the members' caps carry so many")
      ->check(CLI::Range(std::int64_t{1}, INT64_MAX));
  command->add_option(
      "--volume", options->volume,
      "Whether caps carry the last 30 days of what leadctl audit export wrote, as the file's rules lead it");
  command->callback([&session, options] { lint(session, *options); });
}

}  // namespace leakproof::leadctl
