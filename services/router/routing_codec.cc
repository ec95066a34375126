#include "router/routing_codec.h"

#include "calendar/text.h"
#include "config/schema.h"

namespace leakproof::router {
namespace {

Result<calendar::Schedule> make_schedule(const config::v1::Schedule& from) {
  calendar::Week week;
  for (const auto& day : from.days()) {
    if (day.weekday() < 1 || day.weekday() > 7) return refuse("weekday " + std::to_string(day.weekday()) + " is not 1 to 7");
    for (const auto& text : day.intervals()) {
      LEAKPROOF_ASSIGN(interval, calendar::parse_local_interval(text));
      week[static_cast<std::size_t>(day.weekday() - 1)].push_back(interval);
    }
  }
  std::vector<calendar::Holiday> holidays;
  for (const auto& text : from.holidays()) {
    LEAKPROOF_ASSIGN(date, calendar::parse_date(text));
    holidays.push_back({date, std::nullopt});
  }
  return calendar::Schedule::make(from.zone(), std::move(week), std::move(holidays));
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

Result<Member> make_member(const config::v1::Member& from, const std::map<std::string, Hours>& schedules, const std::string& default_zone) {
  Member member{.id = MemberId(from.member_id()), .name = from.name(), .zone = default_zone};
  if (!from.schedule_id().empty()) {
    const auto hours = schedules.find(from.schedule_id());
    if (hours == schedules.end()) return refuse("member " + from.member_id() + " has an unknown schedule " + from.schedule_id());
    member.schedule = hours->second.schedule;
    member.zone = hours->second.zone;
  }
  member.open_max = from.open_max();
  member.hourly_max = from.hourly_max();
  member.daily_max = from.daily_max();
  member.inactive = from.inactive();
  member.starts_online = from.starts_online();
  return member;
}

Pool make_pool(const config::v1::Pool& from) {
  Pool pool;
  pool.id = PoolId(from.pool_id());
  for (const auto& seat : from.members()) pool.members.push_back({MemberId(seat.member_id()), std::max(1, seat.weight())});
  pool.sla = {Duration(from.sla().respond_within_micros()), Duration(from.sla().warn_after_micros()), from.sla().attempts_max()};
  pool.fallback = PoolId(from.fallback_pool_id());
  pool.hold_max = Duration(from.hold_max_micros());
  pool.escalate_to = MemberId(from.escalate_to());
  return pool;
}

Result<Rule> make_rule(const config::v1::Rule& from, const rules::Schema& schema) {
  auto compiled = rules::Program::compile(from.when(), schema, rules::Type::kBool);
  if (const auto* error = std::get_if<rules::CompileError>(&compiled)) return refuse("rule " + from.rule_id() + ": " + error->message);
  return Rule{
      RuleId(from.rule_id()), std::get<rules::Program>(std::move(compiled)), {PoolId(from.pool_id()), JourneyId(from.journey_id())}};
}

}  // namespace

Result<Routing> compile_routing(const config::v1::Workspace& workspace) {
  Routing routing;
  routing.schema = config::routing_schema(workspace);
  LEAKPROOF_ASSIGN(schedules, make_schedules(workspace));
  for (const auto& from : workspace.members()) {
    LEAKPROOF_ASSIGN(member, make_member(from, schedules, workspace.default_zone()));
    const MemberId id = member.id;
    routing.members.emplace(id, std::move(member));
  }
  for (const auto& from : workspace.pools()) routing.pools[PoolId(from.pool_id())] = make_pool(from);
  for (const auto& from : workspace.rules()) {
    LEAKPROOF_ASSIGN(rule, make_rule(from, routing.schema));
    routing.rules.push_back(std::move(rule));
  }
  routing.fallback = {PoolId(workspace.fallback().pool_id()), JourneyId(workspace.fallback().journey_id())};
  for (const auto& journey : workspace.journeys()) {
    if (journey.trigger() == "recycled" && routing.recycled.empty()) routing.recycled = JourneyId(journey.journey_id());
  }
  return routing;
}

Result<InForce> put_in_force(std::int64_t version, const std::string& workspace_bytes, const std::string& hash) {
  InForce in_force{.version = version, .hash = hash, .workspace = {}, .routing = {}};
  if (!in_force.workspace.ParseFromString(workspace_bytes)) return refuse("the configuration is not a config.v1.Workspace");
  LEAKPROOF_ASSIGN(routing, compile_routing(in_force.workspace));
  in_force.routing = std::move(routing);
  return in_force;
}

}  // namespace leakproof::router
