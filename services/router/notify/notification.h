// What a member is notified of: the closed list of notifications, and one of them. Pure.
#pragma once
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "messages/messages.h"

namespace leakproof::router {

using messages::Messages;

enum class NotificationKind {
  kAssigned = 0,
  kWarning = 1,
  kReclaimed = 2,
  kEscalated = 3,
  kOffered = 4,
  kStillHeld = 5,
  kOverdue = 6,
  kUndelivered = 7,
};

struct NotificationRow {
  NotificationKind value;
  std::string_view name;     // its type in a payload and in `only` of a channel; also the key of its subject
  std::string_view id_part;  // what stands for it in the id of an outbox entry
};
inline constexpr std::array kNotifications = std::to_array<NotificationRow>({
    {NotificationKind::kAssigned, "lead.assigned", "notify"},
    {NotificationKind::kWarning, "lead.sla_warning", "sla_warning"},
    {NotificationKind::kReclaimed, "lead.reclaimed", "reclaimed"},
    {NotificationKind::kEscalated, "lead.escalated", "escalated"},
    {NotificationKind::kOffered, "lead.offered", "offered"},
    {NotificationKind::kStillHeld, "lead.still_held", "still_held"},
    {NotificationKind::kOverdue, "lead.overdue", "overdue"},
    {NotificationKind::kUndelivered, "lead.undelivered", "undelivered"},
});

// The row of a kind. A kind that is in none is a programmer's error: a CHECK.
const NotificationRow& row_of(NotificationKind kind);
inline std::string_view name_of(NotificationKind kind) { return row_of(kind).name; }

// One or two sentences in the language of `texts`.
using ReasonText = std::function<std::string(const Messages& texts)>;
// The text of a key of router/messages with its placeholders filled in.
ReasonText reason_text(std::string key, std::vector<std::string> arguments = {});

struct Notification {
  NotificationKind kind;
  std::string to;              // member id
  std::string decision_id;     // with the kind the id of the outbox entry
  ReasonText reason;           // asked for only where somebody is notified
  std::string dedup_suffix{};  // makes ids differ where kind and decision are the same
};

}  // namespace leakproof::router
