// What people and nurture do to leads and to the roster, as the router takes it. One input's lifetime.
#pragma once
#include <optional>
#include <string>

#include "leakproof/lead/v1/activity.pb.h"
#include "stream/processor.h"

namespace leakproof::router {

struct ActiveConfig;
class RoutingSession;

// False for what only other stages act on: touches, opt-outs, quarantine fixes.
bool concerns_router(const lead::v1::Activity& activity);
// nullopt when it had its effect; else why it is ignored: unknown_lead, unknown_member, inactive, stale_token,
// not_owner, illegal_move, unknown_pool, invalid; of an offer taken and a transfer also why that member may not have
// it: on_leave, at_cap_open …
std::optional<std::string> handle(const lead::v1::Activity& activity, const ActiveConfig& active,
                                  RoutingSession& session, stream::Draft& draft);

}  // namespace leakproof::router
