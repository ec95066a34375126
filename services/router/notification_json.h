// What a webhook brings: JSON in the shape of Standard Webhooks, with everything needed to act on the lead at once.
// Pure.
#pragma once
#include "router/notification.h"

namespace leakproof::router {

// Below kNotificationBytesMax: what is too long is left out. Always English: programs read it.
std::string json_of(const state::v1::RoutedLead& lead, const Notification& news, Instant now);

}  // namespace leakproof::router
