// The text of an e-mail and of a bot's message: plain in the member's language, times on the member's own clock. Pure.
#pragma once
#include <string>

#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/notify/notification.h"

namespace leakproof::router {

struct Text {
  std::string subject;  // a line
  std::string body;     // lines; with the subject below kTextBytesMax
};

// Line ends and other control characters in what a lead says of itself become spaces, so that it cannot pose as a line
// of ours.
Text text_of(const config::v1::Workspace& workspace, const config::v1::Member& member,
             const state::v1::RoutedLead& lead, const Notification& notification);

}  // namespace leakproof::router
