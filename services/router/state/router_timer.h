// The router's timers: their ids and payloads, and which of them are a lead's. Ids stand on disk: docs/formats/
// state-router.md. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "leakproof/journal/v1/journal.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/domain/routed_lead.h"

namespace leakproof::router {

// `token`: the ownership token of a lead's timer; 0 for all others.
journal::v1::Timer timer(const std::string& workspace, state::v1::RouterTimer::Kind kind, const std::string& subject,
                         std::int64_t token = 0);

// How a lead's timer is stored: its kind, and when it is due in RoutedLead (0 = not set).
struct StoredLeadTimer {
  LeadTimer timer;
  state::v1::RouterTimer::Kind kind;
  std::int64_t (state::v1::RoutedLead::*get)() const;
  void (state::v1::RoutedLead::*set)(std::int64_t);
};
const StoredLeadTimer& stored(LeadTimer timer);
// nullopt: the timer is none of a lead.
std::optional<LeadTimer> lead_timer_of(state::v1::RouterTimer::Kind kind);

}  // namespace leakproof::router
