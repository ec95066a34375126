// Tested by: services/router/zone_data_test.cc
#include "router/domain/due_times.h"

#include <algorithm>

#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

using Schedules = std::vector<const calendar::Schedule*>;

// What a lead's times were counted from: a start, and the hours of those who may have it.
struct Basis {
  Instant start{};
  Schedules schedules;
  std::vector<LeadTimer> timers;
};

// An acceptance and every step begin the time to the next step.
Instant step_of(const RoutedLead& lead) {
  return std::max(lead.accepted_at.value_or(Instant()), lead.last_step_at.value_or(Instant()));
}

Basis basis_of(const RoutedLead& lead, const Routing& routing) {
  Basis basis;
  std::vector<MemberId> members = {lead.member};
  if (lead.status == LeadStatus::kAssigned) {
    basis = {lead.assigned_at.value_or(Instant()), {}, {LeadTimer::kWarn, LeadTimer::kBreach}};
  } else if (lead.status == LeadStatus::kAccepted) {
    basis = {step_of(lead), {}, {LeadTimer::kNextWarn, LeadTimer::kNextBreach}};
  } else if (lead.status == LeadStatus::kOffered) {
    basis = {lead.decided_at.value_or(Instant()), {}, {LeadTimer::kWarn, LeadTimer::kBreach}};
    members = lead.offered;
  }
  std::erase_if(basis.timers, [&](LeadTimer timer) { return !(lead.*row_of(timer).due); });
  for (const auto& id : members) {
    if (const Member* member = routing.member(id)) basis.schedules.push_back(&member->schedule);
  }
  return basis;
}

// An offer is due when the last of them has had the time to answer.
Instant due_after(const Basis& basis, Duration working) {
  Instant due = basis.start;
  for (const auto* schedule : basis.schedules) due = std::max(due, schedule->add_working(basis.start, working));
  return due;
}

Duration working_until(const Basis& basis, Instant due) {
  auto least = Duration::max();
  for (const auto* schedule : basis.schedules) least = std::min(least, schedule->working_between(basis.start, due));
  return least;
}

// When it is due by today's clocks; `due` itself where it does not follow from what is known.
Instant due_today(const Basis& basis, Instant due, const std::vector<calendar::ZoneStretch>& clocks) {
  Duration working{};
  {
    calendar::ZoneTrace then(clocks);
    working = working_until(basis, due);
    if (due_after(basis, working) != due) return due;
  }
  return due_after(basis, working);
}

}  // namespace

std::vector<calendar::ZoneStretch> clocks_of(const RoutedLead& lead, const Routing& routing) {
  const Basis basis = basis_of(lead, routing);
  if (basis.schedules.empty()) return {};
  calendar::ZoneTrace trace;
  for (const LeadTimer timer : basis.timers) due_after(basis, working_until(basis, *(lead.*row_of(timer).due)));
  return trace.used();
}

std::optional<CountedAgain> count_again(const RoutedLead& lead, const Routing& routing) {
  if (lead.clocks.zones.empty()) return std::nullopt;
  const Basis basis = basis_of(lead, routing);
  if (basis.schedules.empty()) return std::nullopt;
  CountedAgain again{Transition{lead}, {}};
  for (const LeadTimer timer : basis.timers) {
    const Instant due = *(lead.*row_of(timer).due);
    const Instant today = due_today(basis, due, lead.clocks.zones);
    if (today == due) continue;
    again.transition.cleared.push_back({timer, due});
    again.transition.set.push_back({timer, today});
    again.transition.lead.*row_of(timer).due = today;
    again.moved.push_back({timer, due, today});
  }
  return again.moved.empty() ? std::nullopt : std::optional(std::move(again));
}

}  // namespace leakproof::router
