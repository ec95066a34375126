// The body of a webhook: JSON in the shape of Standard Webhooks, with everything needed to act on the lead at once.
// Pure.
#pragma once
#include <string>

#include "base/time.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/notify/notification.h"

namespace leakproof::router {

// Below kNotificationBytesMax: what is too long is left out. Always English: programs read it.
std::string json_of(const state::v1::RoutedLead& lead, const Notification& notification, Instant now);

}  // namespace leakproof::router
