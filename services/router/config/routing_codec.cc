#include "router/config/routing_codec.h"

#include <algorithm>
#include <set>

#include "config/hours.h"
#include "config/schema.h"

namespace leakproof::router {
namespace {

Result<calendar::Schedule> make_schedule(const config::v1::Schedule& from) {
  LEAKPROOF_ASSIGN(hours, config::read_hours(from));
  return calendar::Schedule::make(from.zone(), std::move(hours.week), std::move(hours.holidays));
}

struct Hours {
  calendar::Schedule schedule;
  std::string zone;
};

Result<std::map<std::string, Hours>> make_schedules(const config::v1::Workspace& workspace) {
  std::map<std::string, Hours> all;
  for (const auto& from : workspace.schedules()) {
    auto schedule = make_schedule(from);
    if (!schedule) return schedule.error().in("schedule " + from.schedule_id());
    all.emplace(from.schedule_id(), Hours{*std::move(schedule), from.zone()});
  }
  return all;
}

// Of members and pools alike.
template <class Message>
Load caps_of(const Message& from) {
  return {from.open_max(), from.hourly_max(), from.daily_max(), from.weekly_max(), from.monthly_max()};
}

Result<Member> make_member(const config::v1::Member& from, const std::map<std::string, Hours>& schedules,
                           const std::string& default_zone) {
  Member member;
  member.id = MemberId(from.member_id());
  member.name = from.name();
  member.zone = default_zone;
  if (!from.schedule_id().empty()) {
    const auto hours = schedules.find(from.schedule_id());
    if (hours == schedules.end())
      return refuse("member " + from.member_id() + " has an unknown schedule " + from.schedule_id());
    member.schedule = hours->second.schedule;
    member.zone = hours->second.zone;
  }
  if (!from.zone().empty()) {
    LEAKPROOF_ASSIGN(there, member.schedule.in_zone(from.zone()));
    member.schedule = std::move(there);
    member.zone = from.zone();
  }
  member.caps = caps_of(from);
  member.inactive = from.inactive();
  member.starts_online = from.starts_online();
  for (const auto& skill : from.skills()) member.skills[skill.name()] = skill.level();
  if (from.has_ramp_up()) {
    const auto& ramp = from.ramp_up();
    member.ramp_up = {instant_from_micros(ramp.since_micros()), Duration(ramp.over_micros()),
                      std::clamp(ramp.start_percent(), 1, 100)};
  }
  return member;
}

Sla make_sla(const config::v1::Sla& from) {
  Sla sla;
  sla.respond = {Duration(from.respond_within_micros()), Duration(from.warn_after_micros())};
  sla.next_step = {Duration(from.next_step_within_micros()), Duration(from.next_step_warn_micros())};
  sla.attempts_max = from.attempts_max();
  for (const auto& grade : from.grades()) {
    if (grade.respond_within_micros() > 0)
      sla.respond_of[grade.grade()] = {Duration(grade.respond_within_micros()), Duration(grade.warn_after_micros())};
    if (grade.next_step_within_micros() > 0)
      sla.next_step_of[grade.grade()] = {Duration(grade.next_step_within_micros()),
                                         Duration(grade.next_step_warn_micros())};
  }
  return sla;
}

// Names that this version does not know are refused by libs/config before they come here; they mean the usual.
Strategy strategy_of(const std::string& name) {
  if (name == "round_robin") return Strategy::kRoundRobin;
  if (name == "least_loaded") return Strategy::kLeastLoaded;
  if (name == "best_skilled") return Strategy::kBestSkilled;
  return name == "shark_tank" ? Strategy::kSharkTank : Strategy::kWeighted;
}

Repeat repeat_of(const std::string& name) {
  if (name == "if_available") return Repeat::kIfAvailable;
  return name == "turn" ? Repeat::kTurn : Repeat::kKeep;
}

Overflow overflow_of(const config::v1::Pool& from) {
  if (from.overflow() == "wait") return Overflow::kWait;
  if (from.overflow() == "nurture") return Overflow::kNurture;
  const bool fallback = from.overflow() == "fallback" || from.overflow().empty();
  return fallback && !from.fallback_pool_id().empty() ? Overflow::kFallback : Overflow::kEscalate;
}

Result<rules::Program> compile(const std::string& text, const rules::Schema& schema, const std::string& of) {
  auto compiled = rules::Program::compile(text, schema, rules::Type::kBool);
  if (const auto* error = std::get_if<rules::CompileError>(&compiled)) return refuse(of + ": " + error->message);
  return std::get<rules::Program>(std::move(compiled));
}

Result<Pool> make_pool(const config::v1::Pool& from, const rules::Schema& schema, const std::string& zone) {
  Pool pool{.id = PoolId(from.pool_id())};
  pool.sla = make_sla(from.sla());
  pool.fallback = PoolId(from.fallback_pool_id());
  pool.hold_max = Duration(from.hold_max_micros());
  pool.escalate_to = MemberId(from.escalate_to());
  pool.team_lead = MemberId(from.team_lead_id());
  pool.strategy = strategy_of(from.strategy());
  for (const auto& need : from.needs()) {
    pool.needs.push_back({need.skill(), std::max(1, need.level()), std::nullopt});
    if (need.when().empty()) continue;
    LEAKPROOF_ASSIGN(when, compile(need.when(), schema, "pool " + from.pool_id()));
    pool.needs.back().when = std::move(when);
  }
  pool.sticky = from.sticky();
  pool.leave_credit = {from.leave_credit() == "capped" || from.leave_credit() == "full", from.leave_credit_max()};
  pool.caps = caps_of(from);
  pool.zone = zone;
  pool.overflow = overflow_of(from);
  pool.repeat = repeat_of(from.repeat_inquiry());
  pool.overflow_journey = JourneyId(from.overflow_journey_id());
  return pool;
}

// Fills a pool's seats. A pool among the members stands for its own members; who is there already stays in place.
class Seating {
 public:
  explicit Seating(const config::v1::Workspace& workspace) {
    for (const auto& pool : workspace.pools()) pools_[pool.pool_id()] = &pool;
  }
  std::vector<PoolMember> of(const std::string& pool_id) {
    seats_.clear();
    seated_.clear();
    add(*pools_.at(pool_id), 1, 0, {});
    return std::move(seats_);
  }

 private:
  // libs/config refuses circles; `around` ends one that came by another way.
  void add(const config::v1::Pool& from, std::int64_t weight, int tier, std::set<std::string> around) {
    if (!around.insert(from.pool_id()).second) return;
    for (const auto& one : from.members()) {
      const std::int64_t own = weight * std::max(1, one.weight());
      const int of_tier = tier > 0 ? tier : one.tier();
      if (const auto nested = pools_.find(one.pool_id()); nested != pools_.end())
        add(*nested->second, own, of_tier, around);
      else if (seated_.insert(one.member_id()).second)
        seats_.push_back({MemberId(one.member_id()), own, std::max(1, of_tier)});
    }
  }

  std::map<std::string, const config::v1::Pool*> pools_;
  std::vector<PoolMember> seats_;
  std::set<std::string> seated_;
};

void seat_all(const config::v1::Workspace& workspace, Routing& routing) {
  Seating seating(workspace);
  for (auto& [id, pool] : routing.pools) {
    pool.members = seating.of(id.value());
    pool.has_tiers = std::ranges::any_of(pool.members, [](const auto& one) { return one.tier > 1; });
    pool.ramps_up = std::ranges::any_of(pool.members, [&](const auto& one) {
      const Member* member = routing.member(one.id);
      return member != nullptr && member->ramp_up.over > Duration::zero();
    });
    routing.any_sticky |= pool.sticky;
  }
}

Accounts make_accounts(const config::v1::Workspace& workspace, const rules::Schema& schema) {
  Accounts accounts(schema);
  for (const auto& from : workspace.accounts()) {
    accounts.add({from.account_id(), from.parent_id(), PoolId(from.pool_id()), MemberId(from.owner_id())},
                 {from.names().begin(), from.names().end()}, {from.domains().begin(), from.domains().end()});
  }
  return accounts;
}

Result<Rule> make_rule(const config::v1::Rule& from, const rules::Schema& schema) {
  LEAKPROOF_ASSIGN(when, compile(from.when(), schema, "rule " + from.rule_id()));
  Rule rule{RuleId(from.rule_id()), std::move(when), {PoolId(from.pool_id()), JourneyId(from.journey_id())}};
  if (from.from_micros() != 0) rule.from = instant_from_micros(from.from_micros());
  if (from.until_micros() != 0) rule.until = instant_from_micros(from.until_micros());
  return rule;
}

}  // namespace

Result<Routing> compile_routing(const config::v1::Workspace& workspace) {
  Routing routing;
  routing.schema = config::rule_schema(workspace);
  LEAKPROOF_ASSIGN(schedules, make_schedules(workspace));
  for (const auto& from : workspace.members()) {
    LEAKPROOF_ASSIGN(member, make_member(from, schedules, workspace.default_zone()));
    const MemberId id = member.id;
    routing.members.emplace(id, std::move(member));
  }
  for (const auto& from : workspace.pools()) {
    LEAKPROOF_ASSIGN(pool, make_pool(from, routing.schema, workspace.default_zone()));
    routing.pools[PoolId(from.pool_id())] = std::move(pool);
  }
  seat_all(workspace, routing);
  routing.accounts = make_accounts(workspace, routing.schema);
  std::vector<Rule> rules;
  for (const auto& from : workspace.rules()) {
    LEAKPROOF_ASSIGN(rule, make_rule(from, routing.schema));
    rules.push_back(std::move(rule));
  }
  routing.rules = RuleList(std::move(rules));
  routing.escalate_to = MemberId(workspace.escalate_to());
  routing.fallback = {PoolId(workspace.fallback().pool_id()), JourneyId(workspace.fallback().journey_id())};
  for (const auto& from : workspace.sweeps()) {
    const auto kind = sweep_kind_of(from.kind());
    const auto action = sweep_action_of(from.action());
    if (!kind || !action)
      return refuse("a sweep of '" + from.kind() + "' that is to '" + from.action() + "' is unknown");
    routing.sweeps.push_back(
        {*kind, Duration(from.after_micros()), *action, MemberId(from.to_member_id()), JourneyId(from.journey_id())});
  }
  for (const auto& journey : workspace.journeys()) {
    if (journey.trigger() == "recycled" && routing.recycled.empty()) routing.recycled = JourneyId(journey.journey_id());
  }
  return routing;
}

Result<ActiveConfig> activate(std::int64_t version, const std::string& workspace_bytes, const std::string& hash) {
  ActiveConfig active{.version = version, .hash = hash, .workspace = {}, .routing = {}};
  if (!active.workspace.ParseFromString(workspace_bytes))
    return refuse("the configuration is not a config.v1.Workspace");
  LEAKPROOF_ASSIGN(routing, compile_routing(active.workspace));
  active.routing = std::move(routing);
  return active;
}

}  // namespace leakproof::router
