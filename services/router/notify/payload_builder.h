// The call that carries a notification, by the channel it goes through. Pure.
#pragma once
#include <string>

#include "base/time.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/notify/notification.h"

namespace leakproof::router {

// Views its parts: they outlive it.
struct PayloadBuilder {
  const config::v1::Workspace& workspace;
  const config::v1::Member& member;
  const state::v1::RoutedLead& lead;
  const Notification& notification;
  Instant now;

  // The bytes of the channel's call, the same whenever they are asked for: a reader who gets an entry twice can see
  // that it is one. A channel that is not in the table is a CHECK, as the configuration was checked.
  std::string payload(const config::v1::Channel& channel, const std::string& entry_id) const;
};

}  // namespace leakproof::router
