// Tested by: libs/config/compile_test.cc
#include "config/references.h"

#include <algorithm>
#include <map>
#include <set>

#include "calendar/daily_window.h"
#include "calendar/schedule.h"
#include "calendar/zone_names.h"
#include "channels/table/channel.h"
#include "config/format.h"
#include "config/hours.h"
#include "config/pools.h"
#include "config/schema.h"
#include "config/source_kinds.h"
#include "config/unique_ids.h"

namespace leakproof::config {
namespace {

class Check {
 public:
  Check(const v1::Workspace& workspace, ProblemList& problems) : workspace_(workspace), problems_(problems) {
    members_ = ids(workspace.members(), "members", "id", [](const auto& member) { return member.member_id(); });
    pools_ = ids(workspace.pools(), "pools", "id", [](const auto& pool) { return pool.pool_id(); });
    journeys_ = ids(workspace.journeys(), "journeys", "id", [](const auto& journey) { return journey.journey_id(); });
    schedules_ =
        ids(workspace.schedules(), "schedules", "id", [](const auto& schedule) { return schedule.schedule_id(); });
    ids(workspace.sources(), "sources", "id", [](const auto& source) { return source.source_id(); });
    ids(workspace.rules(), "rules", "id", [](const auto& rule) { return rule.rule_id(); });
    ids(workspace.fields(), "fields", "name", [](const auto& field) { return field.name(); });
  }

  void run() {
    for (int i = 0; i < workspace_.sources_size(); ++i) source(workspace_.sources(i), i);
    for (int i = 0; i < workspace_.schedules_size(); ++i) schedule(workspace_.schedules(i), i);
    for (int i = 0; i < workspace_.members_size(); ++i) member(workspace_.members(i), i);
    for (int i = 0; i < workspace_.rules_size(); ++i) destination(workspace_.rules(i), path_of("rules", i, "to"));
    destination(workspace_.fallback(), "fallback");
    for (int i = 0; i < workspace_.sweeps_size(); ++i) sweep(workspace_.sweeps(i), path_of("sweeps", i));
    for (int i = 0; i < workspace_.journeys_size(); ++i) journey(workspace_.journeys(i), path_of("journeys", i));
    quiet_hours();
  }

 private:
  using Names = std::vector<std::string>;

  template <class Repeated, class IdOf>
  Names ids(const Repeated& items, const char* list, const char* key, IdOf id_of) {
    return unique_ids(items, list, key, id_of, problems_);
  }

  void reference(const char* kind, const std::string& id, const Names& known, const std::string& path) {
    if (id.empty() || std::find(known.begin(), known.end(), id) != known.end()) return;
    problems_.add(path, std::string("no ") + kind + " '" + id + "'" + did_you_mean(id, known));
  }

  void source(const v1::Source& source, int index) {
    for (const auto& alias : source.aliases()) field(alias.to(), path_of("sources", index, "aliases.") + alias.from());
    for (int i = 0; i < source.required_size(); ++i)
      field(source.required(i), path_of("sources", index, "required") + "[" + std::to_string(i) + "]");
    if (const auto* kind = find_source_kind(source.kind())) proof(*kind, source, index);
  }

  void proof(const SourceKind& kind, const v1::Source& source, int index) {
    const std::string path = path_of("sources", index);
    const std::string name(kind.name);
    if (kind.is_fetched && !source.has_meta())
      problems_.add(path, "a " + name + " source needs 'meta' with verify_token and access_token");
    if (!kind.is_fetched && source.has_meta()) problems_.add(path + ".meta", "only sources of kind meta have this");
    if (kind.proof == Proof::kSecret && source.secret().empty())
      problems_.add(path, "a " + name + " source needs 'secret', the name of the file that holds it");
    if (kind.proof == Proof::kPathToken && source.path_token().empty())
      problems_.add(path, name + " cannot sign: give the source a 'path_token'");
  }

  void member(const v1::Member& member, int index) {
    reference("schedule", member.schedule_id(), schedules_, path_of("members", index, "schedule"));
    for (int i = 0; i < member.notify_size(); ++i)
      channel(member.notify(i), path_of("members", index) + "." + path_of("notify", i));
  }
  void channel(const v1::Channel& channel, const std::string& path) {
    const auto* row = channels::find_channel(channel.by());
    if (row == nullptr)
      return problems_.add(path, "say how, by one of " + channels::names_of_channels(channels::reaches_members) +
                                     "; another way is another item of the list");
    if (row->channel != channels::Channel::kEmail) return;
    if (channel.to().empty()) problems_.add(path + ".email", "say 'to' whom, or give the member an 'email'");
    if (!workspace_.has_messaging()) problems_.add(path + ".email", "e-mails need 'messaging' with from");
  }

  void field(const std::string& name, const std::string& path) {
    if (name.empty() || is_submission_field(name, workspace_)) return;
    Names known(submission_fields().begin(), submission_fields().end());
    for (const auto& own : workspace_.fields()) known.push_back("custom." + own.name());
    problems_.add(path, "no field '" + name + "'" + did_you_mean(name, known));
  }

  // Whatever the calendar refuses: hours that never open, a date twice. What is no date or no hours is reported by the
  // shape.
  void schedule(const v1::Schedule& schedule, int index) {
    const auto hours = read_hours(schedule);
    if (!hours.ok() || !calendar::zone_exists(schedule.zone())) return;
    const auto made = calendar::Schedule::make(schedule.zone(), hours->week, hours->holidays);
    if (!made.ok()) problems_.add(path_of("schedules", index), made.error().message());
  }

  template <class Message>
  void destination(const Message& to, const std::string& path) {
    reference("pool", to.pool_id(), pools_, path + ".pool");
    to_journey(to, path);
  }
  template <class Message>
  void to_journey(const Message& to, const std::string& path) {
    reference("journey", to.journey_id(), journeys_, path + ".journey");
    for (const auto& journey : workspace_.journeys()) {
      const bool other =
          journey.journey_id() == to.journey_id() && !to.journey_id().empty() && journey.trigger() != "routed";
      if (other)
        problems_.add(path + ".journey", "'" + journey.journey_id() + "' begins when a lead is " + journey.trigger() +
                                             ": routing needs a journey with trigger routed");
    }
  }

  void sweep(const v1::Sweep& sweep, const std::string& path) {
    reference("member", sweep.to_member_id(), members_, path + ".to");
    to_journey(sweep, path);
    const std::string &leads = sweep.kind(), &action = sweep.action();
    if (!swept_.insert(leads + " " + action).second)
      problems_.add(path, "leads that are " + leads + " have a sweep to " + action + " already: one is enough");
    if (action == "remind" && leads != "no_follow_up" && leads != "unreachable")
      problems_.add(path + ".do", "leads that are " + leads + " need not have an owner to remind: use escalate");
    if (action == "reassign" && leads == "duplicate")
      problems_.add(path + ".do", "another owner does not make it one lead: use escalate or close");
    if ((action == "escalate") != !sweep.to_member_id().empty())
      problems_.add(path + ".to", action == "escalate" ? "say who is told" : "is used with do: escalate only");
    if ((action == "nurture") != !sweep.journey_id().empty())
      problems_.add(path + ".journey", action == "nurture" ? "say which journey" : "is used with do: nurture only");
  }

  // Branches lead forward, so every journey ends.
  void journey(const v1::Journey& journey, const std::string& path) {
    std::map<std::string, int> steps;
    for (int i = 0; i < journey.steps_size(); ++i) {
      const auto& id = journey.steps(i).step_id();
      if (!id.empty() && !steps.emplace(id, i).second)
        problems_.add(path + "." + path_of("steps", i, "id"),
                      "'" + id + "' is taken by " + path_of("steps", steps[id]) + ": use another one");
    }
    for (int i = 0; i < journey.steps_size(); ++i) {
      const auto& branch = journey.steps(i).branch();
      later_step(branch.then_step_id(), i, steps, path + "." + path_of("steps", i, "branch.then"));
      later_step(branch.else_step_id(), i, steps, path + "." + path_of("steps", i, "branch.else"));
    }
    const bool sends =
        std::any_of(journey.steps().begin(), journey.steps().end(), [](const auto& step) { return step.has_send(); });
    if (sends && workspace_.messaging().unsubscribe_url().empty())
      problems_.add(path + ".steps", "messages need 'messaging' with from and unsubscribe_url");
  }
  void later_step(const std::string& id, int from, const std::map<std::string, int>& steps, const std::string& path) {
    if (id.empty()) return;
    Names known;
    for (const auto& [name, index] : steps) known.push_back(name);
    const auto it = steps.find(id);
    if (it == steps.end()) return problems_.add(path, "no step '" + id + "' in this journey" + did_you_mean(id, known));
    if (it->second <= from)
      problems_.add(path, "'" + id + "' does not come later: a branch leads forward, so that every journey ends");
  }

  void quiet_hours() {
    const auto& quiet = workspace_.messaging().quiet_hours();
    const auto window = calendar::parse_local_interval(quiet.from() + "-" + quiet.until());
    if (!workspace_.messaging().has_quiet_hours() || !window.ok() || !calendar::zone_exists(quiet.zone())) return;
    const auto made = calendar::DailyWindow::make(quiet.zone(), *window);
    if (!made.ok()) problems_.add("messaging.quiet_hours", made.error().message());
  }

  const v1::Workspace& workspace_;
  ProblemList& problems_;
  Names members_, pools_, journeys_, schedules_;
  std::set<std::string> swept_;  // what a sweep finds and does
};

}  // namespace

void check_references(const v1::Workspace& workspace, ProblemList& problems) {
  Check(workspace, problems).run();
  check_pools(workspace, problems);
}

}  // namespace leakproof::config
