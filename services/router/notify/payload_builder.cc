// Tested by: services/router/notify/notification_outbox_test.cc
#include "router/notify/payload_builder.h"

#include "base/check.h"
#include "channels/table/channel.h"
#include "router/notify/notification_json.h"
#include "router/notify/notification_text.h"

namespace leakproof::router {

std::string PayloadBuilder::payload(const config::v1::Channel& channel, const std::string& entry_id) const {
  const auto* row = channels::find_channel(channel.by());
  LEAKPROOF_CHECK(row != nullptr);
  channels::Message message{workspace.workspace_id(), lead.lead().lead_id()};
  message.to = channel.to();
  message.url = channel.url();
  message.secret = channel.secret();
  if (row->for_programs) {
    message.body = json_of(lead, notification, now);
    return row->encode(message);
  }
  const auto text = text_of(workspace, member, lead, notification);
  message.subject = text.subject;
  message.text = text.body;
  message.from = workspace.messaging().email_from();
  message.message_id = channels::message_id(entry_id, message.from);
  return row->encode(message);
}

}  // namespace leakproof::router
