// I8: at no decision of the machine a member has more than the configuration then in force allows: open work, leads of
// the hour, of the day. The same of the hours and days of a pool.
#include <algorithm>

#include "invariants/checks.h"
#include "invariants/facts.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;
using lead::v1::Decision;

constexpr Duration kZoneOffset = 7h;  // every workspace is in Ho Chi Minh City, which knows no summer time

struct Counts {
  std::map<std::int64_t, int> of_hour, of_day;
  int hour = 0, day = 0;  // after the last one
  void add(Instant now) {
    hour = ++of_hour[std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count()];
    day = ++of_day[std::chrono::floor<std::chrono::days>(now + kZoneOffset).time_since_epoch().count()];
  }
};

void over(const Fact& fact, const std::string& who, int has, int cap, const char* what, Breaches& breaches) {
  if (cap > 0 && has > cap)
    breaches.push_back({"I8", at(fact) + ": " + who + " has " + std::to_string(has) + " " + what + " and may have " +
                                  std::to_string(cap)});
}

void check_pool(const Fact& fact, const config::v1::Workspace& workspace, Counts& pool, Breaches& breaches) {
  const auto& decision = fact.event.audit().decision();
  const auto& id = decision.chosen().pool_id();
  pool.add(instant_from_micros(decision.now_micros()));
  const auto caps = std::ranges::find(workspace.pools(), id, &config::v1::Pool::pool_id);
  if (caps == workspace.pools().end()) return;
  over(fact, id, pool.hour, caps->hourly_max(), "leads of the hour", breaches);
  over(fact, id, pool.day, caps->daily_max(), "leads of the day", breaches);
}

void check(const Fact& fact, const config::v1::Workspace& workspace, const Owners& owners, Counts& member,
           Breaches& breaches) {
  const auto& decision = fact.event.audit().decision();
  const auto& id = decision.chosen().member_id();
  member.add(instant_from_micros(decision.now_micros()));
  const bool his_own_doing =
      decision.outcome() == Decision::CLAIMED && decision.trigger() != Decision::OFFER_TAKEN;  // a person may
  if (his_own_doing || decision.transfer().by_team_lead()) return;
  const auto caps = std::ranges::find(workspace.members(), id, &config::v1::Member::member_id);
  if (caps == workspace.members().end()) return breaches.push_back({"I8", at(fact) + ": " + id + " is no member"});
  over(fact, id, owners.open({fact.event.workspace_id(), id}) + 1, caps->open_max(), "open leads", breaches);
  over(fact, id, member.hour, caps->hourly_max(), "leads of the hour", breaches);
  over(fact, id, member.day, caps->daily_max(), "leads of the day", breaches);
}

}  // namespace

void check_i08(const Evidence&, const Story& story, Breaches& breaches) {
  Owners owners;
  std::map<std::string, config::v1::Workspace> in_force;
  std::map<Owners::Member, Counts> members;
  std::map<std::pair<std::string, std::string>, Counts> pools;  // workspace, pool
  each_fact(story, "router", [&](const Fact& fact) {
    const auto& event = fact.event;
    if (event.has_audit() && event.audit().has_config()) {
      if (!in_force[event.workspace_id()].ParseFromString(event.audit().config().workspace()))
        breaches.push_back({"I8", at(fact) + ": the configuration in force does not parse"});
    }
    if (event.has_audit() && event.audit().has_decision()) {
      const auto& decision = event.audit().decision();
      const auto outcome = decision.outcome();
      if (outcome == Decision::ASSIGNED || decision.trigger() == Decision::OFFER_TAKEN)
        check_pool(fact, in_force[event.workspace_id()], pools[{event.workspace_id(), decision.chosen().pool_id()}],
                   breaches);
      if (outcome == Decision::ASSIGNED || outcome == Decision::CLAIMED || outcome == Decision::TRANSFERRED)
        check(fact, in_force[event.workspace_id()], owners,
              members[{event.workspace_id(), decision.chosen().member_id()}], breaches);
    }
    owners.add(event);
  });
}

}  // namespace leakproof::sim
