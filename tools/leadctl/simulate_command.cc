// What a workspace file would do with leads, without a server: services/router/domain/simulation.h.
#include <google/protobuf/util/json_util.h>

#include <deque>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "base/time_text.h"
#include "config/compile.h"
#include "leadctl/commands.h"
#include "leadctl/language_option.h"
#include "leakproof/api/v1/roster_service.grpc.pb.h"
#include "router/config/routing_codec.h"
#include "router/domain/explain.h"
#include "router/domain/simulation.h"
#include "router/messages/router_messages.h"
#include "rules/schema.h"
#include "text/country_names.h"
#include "text/provinces.h"

namespace leakproof::leadctl {
namespace {

using Json = nlohmann::ordered_json;
using router::Outcome;

struct SimulateOptions {
  std::string file, leads, at, every = "1m", language = "en", roster;
  std::vector<std::string> away;
  bool live = false;
};

// A lead as rules see it. It stays where it is: the record views the texts.
struct Lead {
  explicit Lead(const rules::Schema& schema) : record(schema) {}
  rules::Record record;
  std::deque<std::string> texts;
  std::string grade;
};

Status set_field(const rules::Schema& schema, const std::string& name, const Json& value, Lead& lead) {
  const bool dotted = name.starts_with("lead.") || name.starts_with("score.");
  const std::string path = dotted ? name : "lead." + name;
  const auto slot = schema.find(path);
  if (!slot) {
    const auto meant = schema.nearest(path);
    return refuse("unknown field '" + path + "'" + (meant ? "; did you mean '" + *meant + "'?" : ""));
  }
  const auto type = schema.type(*slot);
  if (type == rules::Type::kString && value.is_string()) {
    lead.record.set(*slot, rules::Value(std::string_view(lead.texts.emplace_back(value.get<std::string>()))));
  } else if (type == rules::Type::kInt && value.is_number_integer()) {
    lead.record.set(*slot, rules::Value(value.get<std::int64_t>()));
  } else if (type == rules::Type::kDouble && value.is_number()) {
    lead.record.set(*slot, rules::Value(value.get<double>()));
  } else if (type == rules::Type::kBool && value.is_boolean()) {
    lead.record.set(*slot, rules::Value(value.get<bool>()));
  } else {
    return refuse("'" + path + "' takes " + std::string(rules::name_of(type)) + ", not " + value.dump());
  }
  return {};
}

// No points unless some are given; the grade follows from them unless it is given.
void score(const config::v1::Scoring& scoring, Json& fields) {
  if (!fields.contains("score.total")) fields["score.total"] = 0.0;
  const double total = fields["score.total"].is_number() ? fields["score.total"].get<double>() : 0;
  if (!fields.contains("score.grade"))
    fields["score.grade"] = total >= scoring.hot_at() ? "hot" : total >= scoring.warm_at() ? "warm" : "cold";
}

// The text of a field by its name or by that with lead.; empty when there is none.
std::string text_at(const Json& fields, const std::string& name) {
  for (const auto& key : {name, "lead." + name}) {
    if (fields.contains(key) && fields[key].is_string()) return fields[key].get<std::string>();
  }
  return {};
}

// A place as ingest would have it of the same texts: the country's code, and the province that region or city names.
void read_places(const std::string& region, Json& fields) {
  const auto code = text::country_code(text_at(fields, "country"));
  if (!code.empty()) fields[fields.contains("country") ? "country" : "lead.country"] = code;
  const auto country = code.empty() ? region : code;
  for (const char* name : {"region", "city"}) {
    const auto province = text::find_province(text_at(fields, name), country);
    if (province.empty() || !text_at(fields, "province").empty()) continue;
    fields["province"] = std::string(province);
    fields["province_now"] = std::string(text::province_now(province));
  }
}

Status read_lead(const rules::Schema& schema, const config::v1::Workspace& workspace, const std::string& text,
                 Lead& lead) {
  Json fields = Json::parse(text, nullptr, false);
  if (!fields.is_object()) return refuse("a lead is a JSON object, such as {\"country\": \"DE\", \"score.total\": 60}");
  score(workspace.scoring(), fields);
  read_places(workspace.default_region(), fields);
  for (const auto& [name, value] : fields.items()) LEAKPROOF_TRY(set_field(schema, name, value, lead));
  if (fields["score.grade"].is_string()) lead.grade = fields["score.grade"].get<std::string>();
  return {};
}

// A file with one object over several lines is one lead; else each line is one.
std::vector<std::string> leads_of(const std::string& text) {
  if (Json::parse(text, nullptr, false).is_object()) return {text};
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

Json json_of(const router::RoutingDecision& decision, Instant at) {
  Json json{{"at", format_instant(at)}, {"outcome", router::name_of(decision.outcome)}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
  };
  add("rule", decision.chosen.rule.value());
  add("pool", decision.chosen.pool.value());
  add("member", decision.chosen.member.value());
  add("journey", decision.chosen.journey.value());
  add("reason", std::string(router::name_of(decision.reason)));
  if (decision.breach_at) json["respond_by"] = format_instant(*decision.breach_at);
  if (decision.hold_until) json["hold_until"] = format_instant(*decision.hold_until);
  return json;
}

class Run {
 public:
  Run(Session& session, const SimulateOptions& options, const router::Routing& routing)
      : session_(session), options_(options), simulation_(routing, {options.away.begin(), options.away.end()}) {}

  void see(const api::v1::ListMembersResponse& roster) {
    for (const auto& member : roster.members())
      simulation_.see(MemberId(member.member_id()), {member.online(), member.on_leave(), member.open()});
  }
  void lead(const Lead& lead, Instant at, bool alone) {
    const auto routed = simulation_.route(lead.record, lead.grade, at);
    if (session_.json)
      session_.out << json_of(routed.decision, at).dump() << '\n';
    else if (alone)
      explain(routed);
    const auto& chosen = routed.decision.chosen;
    ++got_[{std::string(router::name_of(routed.decision.outcome)), chosen.pool.value() + chosen.journey.value(),
            chosen.member.value(), std::string(router::name_of(routed.decision.reason))}];
  }
  void summary(std::size_t leads) {
    Table table({"OUTCOME", "WHERE", "MEMBER", "REASON", "LEADS", "SHARE"});
    for (const auto& [row, count] : got_) {
      const auto percent = std::to_string((1000 * static_cast<std::size_t>(count) / leads + 5) / 10) + " %";
      table.add({row[0], row[1], row[2], row[3], std::to_string(count), percent});
    }
    table.print(session_.out);
  }

 private:
  void explain(const router::Simulation::Routed& routed) {
    const auto& texts = router::messages_in(*messages::language_of(options_.language));
    for (const auto& line : router::explain(routed.input, routed.decision, texts)) session_.out << line << '\n';
  }
  Session& session_;
  const SimulateOptions& options_;
  router::Simulation simulation_;
  std::map<std::array<std::string, 4>, int> got_;
};

Result<Instant> start_of(const SimulateOptions& options) {
  if (options.at.empty()) return std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return parse_instant(options.at);
}

// Who is there and what they have open: as the server says now, as a file says that `member list` wrote, or everybody
// with nothing.
std::optional<api::v1::ListMembersResponse> roster_of(Session& session, const SimulateOptions& options,
                                                      const std::string& workspace) {
  api::v1::ListMembersResponse roster;
  if (options.live) {
    api::v1::ListMembersRequest request;
    request.set_workspace_id(workspace);
    const auto list = [&](auto* context) {
      return session.stub<api::v1::RosterService>()->ListMembers(context, request, &roster);
    };
    return session.call(list) ? std::optional(roster) : std::nullopt;
  }
  if (options.roster.empty()) return roster;
  const auto text = read_input(session, options.roster);
  if (!text) return std::nullopt;
  google::protobuf::util::JsonParseOptions lenient;
  lenient.ignore_unknown_fields = true;
  const auto parsed = google::protobuf::util::JsonStringToMessage(*text, &roster, lenient);
  if (parsed.ok()) return roster;
  session.fail(ExitCode::kInput, options.roster + ": not what leadctl --output json member list prints: " +
                                     std::string(parsed.message()));
  return std::nullopt;
}

void simulate(Session& session, const SimulateOptions& options) {
  const auto yaml = read_valid_workspace(session, options.file);
  if (!yaml) return;
  const auto text = read_input(session, options.leads);
  if (!text) return;
  const auto workspace = config::compile_workspace(*yaml).workspace;
  const auto routing = router::compile_routing(workspace);
  if (!routing.ok()) return session.fail(ExitCode::kConfig, routing.error().message());
  const auto start = start_of(options);
  if (!start.ok()) return session.fail(ExitCode::kUsage, "--at: " + start.error().message());
  const auto every = parse_duration(options.every);
  if (!every.ok()) return session.fail(ExitCode::kUsage, "--every: " + every.error().message());
  for (const auto& id : options.away) {
    if (routing->member(MemberId(id)) == nullptr)
      return session.fail(ExitCode::kUsage, "--away: no member '" + id + "'");
  }
  const auto roster = roster_of(session, options, workspace.workspace_id());
  if (!roster) return;
  Run run(session, options, *routing);
  run.see(*roster);
  const auto leads = leads_of(*text);
  if (leads.empty()) return session.fail(ExitCode::kInput, options.leads + ": no lead in it");
  for (std::size_t i = 0; i < leads.size(); ++i) {
    Lead lead(routing->schema);
    const auto read = read_lead(routing->schema, workspace, leads[i], lead);
    if (!read.ok())
      return session.fail(ExitCode::kInput,
                          options.leads + ":" + std::to_string(i + 1) + ": " + read.error().message());
    routing->accounts.name_in(lead.record);
    run.lead(lead, *start + static_cast<std::int64_t>(i) * *every, leads.size() == 1);
  }
  if (leads.size() > 1 && !session.json) run.summary(leads.size());
}

}  // namespace

void add_simulate_command(CLI::App& config, Session& session) {
  auto options = std::make_shared<SimulateOptions>();
  auto* command = config.add_subcommand(
      "simulate", "What a file would do with a lead, or with many one after the other; no server, nothing is sent");
  command->footer(
      "Example:\n  echo '{\"country\": \"DE\", \"score.total\": 70}' | leadctl config simulate new.yaml - --at "
      "2026-02-09T09:00:00+01:00");
  command->add_option("FILE", options->file, "Workspace file")->required();
  command
      ->add_option("LEADS", options->leads,
                   "A lead as a JSON object, or one a line: fields as rules name them (lead. may be left out), "
                   "score.total; - is standard input")
      ->required();
  command->add_option("--at", options->at, "When the first one comes, as 2026-02-09T09:00:00+01:00; unset: now");
  command->add_option("--every", options->every, "How long after it the next one")->capture_default_str();
  command->add_option("--away", options->away, "Members who are not there; all others are online, in their hours")
      ->delimiter(',');
  auto* live = command->add_flag("--live", options->live,
                                 "Members as the server has them now: there or not, on leave, with their open leads");
  command->add_option("--roster", options->roster, "The same from a file that leadctl --output json member list wrote")
      ->excludes(live);
  add_language(*command, options->language);
  command->callback([&session, options] { simulate(session, *options); });
}

}  // namespace leakproof::leadctl
