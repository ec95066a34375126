// Tested by: services/router/notify/notification_outbox_test.cc
#include "router/notify/notification.h"

#include "base/check.h"
#include "router/domain/reason_codes.h"

namespace leakproof::router {

static_assert(in_order(kNotifications, 0));

const NotificationRow& row_of(NotificationKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  LEAKPROOF_CHECK(at < kNotifications.size());
  return kNotifications[at];
}

ReasonText reason_text(std::string key, std::vector<std::string> arguments) {
  return [key = std::move(key), arguments = std::move(arguments)](const Messages& texts) {
    return texts.format(key, arguments);
  };
}

}  // namespace leakproof::router
