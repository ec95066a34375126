// I8: at no decision of the machine a member has more than the configuration then in force allows: open work, leads of the hour, of the
// day.
#include <algorithm>

#include "invariants/checks.h"
#include "invariants/facts.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;
using lead::v1::Decision;

constexpr Duration kZoneOffset = 7h;  // every workspace is in Ho Chi Minh City, which knows no summer time

struct Member {
  std::map<std::int64_t, int> of_hour, of_day;
};

void check(const Fact& fact, const config::v1::Workspace& workspace, const Owners& owners, Member& member, Breaches& breaches) {
  const auto& decision = fact.event.audit().decision();
  const auto& id = decision.chosen().member_id();
  const Instant now = instant_from_micros(decision.now_micros());
  const int hour = ++member.of_hour[std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count()];
  const int day = ++member.of_day[std::chrono::floor<std::chrono::days>(now + kZoneOffset).time_since_epoch().count()];
  if (decision.outcome() != Decision::ASSIGNED) return;  // whoever takes a lead may
  const auto caps = std::ranges::find(workspace.members(), id, &config::v1::Member::member_id);
  if (caps == workspace.members().end()) return breaches.push_back({"I8", at(fact) + ": " + id + " is no member"});
  const auto over = [&](int has, int cap, const char* what) {
    if (cap > 0 && has > cap)
      breaches.push_back(
          {"I8", at(fact) + ": " + id + " has " + std::to_string(has) + " " + what + " and may have " + std::to_string(cap)});
  };
  over(owners.open({fact.event.workspace_id(), id}) + 1, caps->open_max(), "open leads");
  over(hour, caps->hourly_max(), "leads of the hour");
  over(day, caps->daily_max(), "leads of the day");
}

}  // namespace

void check_i08(const Evidence&, const Story& story, Breaches& breaches) {
  Owners owners;
  std::map<std::string, config::v1::Workspace> in_force;
  std::map<Owners::Member, Member> members;
  each_fact(story, "router", [&](const Fact& fact) {
    const auto& event = fact.event;
    if (event.has_audit() && event.audit().has_config()) {
      if (!in_force[event.workspace_id()].ParseFromString(event.audit().config().workspace()))
        breaches.push_back({"I8", at(fact) + ": the configuration in force does not parse"});
    }
    if (event.has_audit() && event.audit().has_decision()) {
      const auto outcome = event.audit().decision().outcome();
      if (outcome == Decision::ASSIGNED || outcome == Decision::CLAIMED)
        check(fact, in_force[event.workspace_id()], owners, members[{event.workspace_id(), event.audit().decision().chosen().member_id()}],
              breaches);
    }
    owners.add(event);
  });
}

}  // namespace leakproof::sim
