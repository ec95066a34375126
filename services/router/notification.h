// What a member is told, as outbox entries: one for each of his channels, each with everything needed to act on the
// lead at once. They hold contact data: they live in journals of bounded retention and nowhere else. Pure.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "channels/table/channel.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/domain/messages.h"

namespace leakproof::router {

enum class NotificationKind {
  kAssigned,
  kWarning,
  kReclaimed,
  kEscalated,
  kOffered,
  kStillHeld,
  kOverdue,
  kUndelivered
};
inline constexpr NotificationKind kLastNotificationKind = NotificationKind::kUndelivered;
std::string_view name_of(NotificationKind notice);  // "lead.assigned", "lead.sla_warning", "lead.reclaimed", …

using ReasonText = std::function<std::string(Language)>;  // one or two sentences

// The phrase with its places filled in.
inline ReasonText said(const Phrase& phrase, std::vector<std::string> about = {}) {
  return [=](Language language) { return say(phrase, language, about); };
}

struct Notification {
  NotificationKind notice;
  std::string to;       // member id
  std::string about;    // decision id; with the notice the id of the entry
  ReasonText why;       // asked only where somebody is told
  std::string apart{};  // tells entries of the same notice and decision apart
};

// None when the member is unknown or has no channel for it. `lead` as it is after the news.
std::vector<journal::v1::OutboxEntry> notifications(const config::v1::Workspace& workspace,
                                                    const state::v1::RoutedLead& lead, const Notification& news,
                                                    Instant now);

// How many of the member's channels bring it.
int channels_for(const config::v1::Workspace& workspace, const std::string& member_id, NotificationKind notice);

// Whose lead an entry of the router tells of; nullopt for anything else.
using NotificationRef = channels::LeadRef;
std::optional<NotificationRef> notification_ref_of(const journal::v1::OutboxEntry& entry);

// Whether the entry tells the owner that he has the lead by this decision.
bool tells_of_assignment(const journal::v1::OutboxEntry& entry, const std::string& workspace,
                         const std::string& decision_id);

}  // namespace leakproof::router
