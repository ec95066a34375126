// Notifications as outbox entries: one for each channel of the member, each with everything needed to act on the lead
// at once. They hold contact data: they live in journals of bounded retention and nowhere else. Pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "channels/table/channel.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/notify/notification.h"

namespace leakproof::router {

// Returns none when the member is unknown or has no channel that accepts it. `lead` is as it stands after what the
// notification is of.
std::vector<journal::v1::OutboxEntry> notifications(const config::v1::Workspace& workspace,
                                                    const state::v1::RoutedLead& lead, const Notification& notification,
                                                    Instant now);

// How many of the member's channels accept notifications of this kind.
int channels_for(const config::v1::Workspace& workspace, const std::string& member_id, NotificationKind kind);

// Whose lead an entry of the router is about; nullopt for anything else.
using NotificationRef = channels::LeadRef;
std::optional<NotificationRef> notification_ref_of(const journal::v1::OutboxEntry& entry);

// Whether the entry announces to the owner that they have the lead by this decision.
bool announces_assignment(const journal::v1::OutboxEntry& entry, const std::string& workspace,
                          const std::string& decision_id);

}  // namespace leakproof::router
