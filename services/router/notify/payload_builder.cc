// Tested by: services/router/notify/notification_outbox_test.cc
#include "router/notify/payload_builder.h"

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "leakproof/lead/v1/message.pb.h"
#include "router/notify/notification_json.h"
#include "router/notify/notification_text.h"

namespace leakproof::router {

using config::v1::Channel;

std::string PayloadBuilder::webhook(const Channel& channel) const {
  state::v1::WebhookCall call;
  call.set_workspace_id(workspace.workspace_id());
  call.set_lead_id(lead.lead().lead_id());
  call.set_url(channel.url());
  call.set_secret(channel.secret());
  call.set_body(json_of(lead, notification, now));
  return call.SerializeAsString();
}

std::string PayloadBuilder::bot(const Channel& channel) const {
  const auto text = text_of(workspace, member, lead, notification);
  state::v1::BotCall call;
  call.set_workspace_id(workspace.workspace_id());
  call.set_lead_id(lead.lead().lead_id());
  call.set_url(channel.url());
  call.set_token(channel.secret());
  call.set_chat(channel.to());
  call.set_text(text.subject + "\n" + text.body);
  return call.SerializeAsString();
}

std::string PayloadBuilder::email(const Channel& channel, const std::string& entry_id) const {
  const std::string& from = workspace.messaging().email_from();
  const auto text = text_of(workspace, member, lead, notification);
  lead::v1::EmailCall call;
  call.set_workspace_id(workspace.workspace_id());
  call.set_lead_id(lead.lead().lead_id());
  call.set_from(from);
  call.set_to(channel.to());
  call.set_subject(text.subject);
  call.set_text(text.body);
  call.set_message_id(hex(sha256(entry_id)).substr(0, 32) + "@" + from.substr(from.rfind('@') + 1));
  return call.SerializeAsString();
}

std::string PayloadBuilder::payload(const Channel& channel, const std::string& entry_id) const {
  if (channel.by() == "bot") return bot(channel);
  return channel.by() == "email" ? email(channel, entry_id) : webhook(channel);
}

}  // namespace leakproof::router
