#include "router/state/router_timer.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace leakproof::router {
namespace {

using Lead = state::v1::RoutedLead;
using Timer = state::v1::RouterTimer;

constexpr std::array kStored = {
    StoredLeadTimer{LeadTimer::kWarn, Timer::WARN, &Lead::warn_at_micros, &Lead::set_warn_at_micros},
    StoredLeadTimer{LeadTimer::kBreach, Timer::BREACH, &Lead::breach_at_micros, &Lead::set_breach_at_micros},
    StoredLeadTimer{LeadTimer::kHold, Timer::HOLD, &Lead::hold_until_micros, &Lead::set_hold_until_micros},
    StoredLeadTimer{LeadTimer::kNextWarn, Timer::NEXT_WARN, &Lead::next_warn_at_micros, &Lead::set_next_warn_at_micros},
    StoredLeadTimer{LeadTimer::kNextBreach, Timer::NEXT_BREACH, &Lead::next_breach_at_micros,
                    &Lead::set_next_breach_at_micros},
};
static_assert(kStored.size() == kLeadTimers.size());

// The first part of the ids.
std::string_view name_of(Timer::Kind kind) {
  switch (kind) {
    case Timer::WARN:
    case Timer::BREACH:
    case Timer::HOLD:
    case Timer::NEXT_WARN:
    case Timer::NEXT_BREACH:
      return row_of(*lead_timer_of(kind)).name;
    case Timer::DRAIN:
      return "drain";
    case Timer::AWAY:
      return "away";
    case Timer::SWEEP:
      return "sweep";
    case Timer::RELEASE:
      return "release";
    case Timer::ROUTE:
      return "route";
    case Timer::KIND_UNSPECIFIED:
    case state::v1::RouterTimer_Kind_RouterTimer_Kind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case state::v1::RouterTimer_Kind_RouterTimer_Kind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  LEAKPROOF_CHECK(false);
  return {};
}

}  // namespace

const StoredLeadTimer& stored(LeadTimer timer) {
  const auto found = std::ranges::find(kStored, timer, &StoredLeadTimer::timer);
  LEAKPROOF_CHECK(found != kStored.end());
  return *found;
}

std::optional<LeadTimer> lead_timer_of(Timer::Kind kind) {
  const auto found = std::ranges::find(kStored, kind, &StoredLeadTimer::kind);
  return found == kStored.end() ? std::nullopt : std::optional(found->timer);
}

journal::v1::Timer timer(const std::string& workspace, Timer::Kind kind, const std::string& subject,
                         std::int64_t token) {
  Timer payload;
  payload.set_workspace_id(workspace);
  payload.set_kind(kind);
  payload.set_subject_id(subject);
  payload.set_ownership_token(token);
  journal::v1::Timer result;
  result.set_id(std::string(name_of(kind)) + ":" + workspace + ":" + subject +
                (token == 0 ? "" : ":" + std::to_string(token)));
  result.set_payload(payload.SerializeAsString());
  return result;
}

}  // namespace leakproof::router
