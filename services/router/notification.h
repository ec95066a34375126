// What a member is told, as outbox entries of channel "webhook": JSON in the shape of Standard Webhooks, with everything needed to act on
// the lead at once. The body holds contact data: it lives in journals of bounded retention and nowhere else. Pure.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::router {

enum class Notice { kAssigned, kWarning, kReclaimed, kEscalated, kOffered, kStillHeld, kOverdue };
std::string_view name_of(Notice notice);  // "lead.assigned", "lead.sla_warning", "lead.reclaimed", …

struct News {
  Notice notice;
  std::string to;       // member id
  std::string about;    // decision id; with the notice the id of the entry
  std::string why;      // one or two sentences
  std::string apart{};  // tells entries of the same notice and decision apart
};

// nullopt when the member is unknown or has no webhook. `lead` as it is after the news. Below kNotificationBytesMax: what is too long is
// left out.
std::optional<journal::v1::OutboxEntry> notification(const config::v1::Workspace& workspace, const state::v1::RoutedLead& lead,
                                                     const News& news, Instant now);

}  // namespace leakproof::router
