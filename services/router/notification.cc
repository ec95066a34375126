#include "router/notification.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "leakproof/lead/v1/message.pb.h"
#include "router/notification_json.h"
#include "router/notification_text.h"

namespace leakproof::router {
namespace {

using config::v1::Channel;
using config::v1::Member;
using config::v1::Workspace;
using state::v1::RoutedLead;

const Member* member_of(const Workspace& workspace, const std::string& id) {
  const auto member = std::ranges::find(workspace.members(), id, &Member::member_id);
  return member == workspace.members().end() ? nullptr : &*member;
}

// The webhook that stands by itself is a channel for everything.
std::vector<Channel> channels_of(const Member& member) {
  std::vector<Channel> channels(member.notify().begin(), member.notify().end());
  Channel webhook;
  webhook.set_by("webhook"), webhook.set_url(member.webhook_url()), webhook.set_secret(member.webhook_secret());
  channels.insert(channels.begin(), std::move(webhook));
  return channels;
}

bool brings(const Channel& channel, NotificationKind notice) {
  if (channel.url().empty() && channel.to().empty()) return false;
  return channel.only().empty() || std::ranges::find(channel.only(), name_of(notice)) != channel.only().end();
}

std::string id_of(const std::string& workspace, NotificationKind notice, const std::string& about) {
  const std::string kind = notice == NotificationKind::kAssigned ? "notify" : std::string(name_of(notice)).substr(5);
  return workspace + ":" + kind + ":" + about;
}

struct PayloadBuilder {
  const Workspace& workspace;
  const Member& member;
  const RoutedLead& lead;
  const Notification& news;
  Instant now;

  std::string webhook(const Channel& channel) const {
    state::v1::WebhookCall call;
    call.set_workspace_id(workspace.workspace_id()), call.set_lead_id(lead.lead().lead_id());
    call.set_url(channel.url()), call.set_secret(channel.secret());
    call.set_body(json_of(lead, news, now));
    return call.SerializeAsString();
  }
  std::string bot(const Channel& channel) const {
    state::v1::BotCall call;
    call.set_workspace_id(workspace.workspace_id()), call.set_lead_id(lead.lead().lead_id());
    call.set_url(channel.url()), call.set_token(channel.secret()), call.set_chat(channel.to());
    const auto text = text_of(workspace, member, lead, news);
    call.set_text(text.subject + "\n" + text.body);
    return call.SerializeAsString();
  }
  // The same id at every attempt, so that a reader who gets it twice sees it once.
  std::string email(const Channel& channel, const std::string& entry_id) const {
    const std::string& from = workspace.messaging().email_from();
    const auto text = text_of(workspace, member, lead, news);
    lead::v1::EmailCall call;
    call.set_workspace_id(workspace.workspace_id()), call.set_lead_id(lead.lead().lead_id());
    call.set_from(from), call.set_to(channel.to()), call.set_subject(text.subject), call.set_text(text.body);
    call.set_message_id(hex(sha256(entry_id)).substr(0, 32) + "@" + from.substr(from.rfind('@') + 1));
    return call.SerializeAsString();
  }
  std::string payload(const Channel& channel, const std::string& entry_id) const {
    if (channel.by() == "bot") return bot(channel);
    return channel.by() == "email" ? email(channel, entry_id) : webhook(channel);
  }
};

template <class Call>
std::optional<NotificationRef> notification_ref_of(const std::string& payload) {
  Call call;
  if (!call.ParseFromString(payload)) return std::nullopt;
  return NotificationRef{call.workspace_id(), call.lead_id()};
}

}  // namespace

std::string_view name_of(NotificationKind notice) {
  switch (notice) {
    case NotificationKind::kAssigned:
      return "lead.assigned";
    case NotificationKind::kWarning:
      return "lead.sla_warning";
    case NotificationKind::kReclaimed:
      return "lead.reclaimed";
    case NotificationKind::kEscalated:
      return "lead.escalated";
    case NotificationKind::kOffered:
      return "lead.offered";
    case NotificationKind::kStillHeld:
      return "lead.still_held";
    case NotificationKind::kOverdue:
      return "lead.overdue";
    case NotificationKind::kUndelivered:
      return "lead.undelivered";
  }
  return "";
}

std::vector<journal::v1::OutboxEntry> notifications(const Workspace& workspace, const RoutedLead& lead,
                                                    const Notification& news, Instant now) {
  std::vector<journal::v1::OutboxEntry> entries;
  const Member* member = member_of(workspace, news.to);
  if (member == nullptr) return entries;
  const auto channels = channels_of(*member);
  const std::string id =
      id_of(workspace.workspace_id(), news.notice, news.about) + (news.apart.empty() ? "" : ":" + news.apart);
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (!brings(channels[i], news.notice)) continue;
    auto& entry = entries.emplace_back();
    entry.set_id(i == 0 ? id : id + ":" + channels[i].by() + std::to_string(i));
    entry.set_channel(channels[i].by());
    entry.set_payload(PayloadBuilder{workspace, *member, lead, news, now}.payload(channels[i], entry.id()));
    entry.set_traceparent(lead.traceparent());
  }
  return entries;
}

int channels_for(const Workspace& workspace, const std::string& member_id, NotificationKind notice) {
  const Member* member = member_of(workspace, member_id);
  if (member == nullptr) return 0;
  return static_cast<int>(
      std::ranges::count_if(channels_of(*member), [&](const Channel& channel) { return brings(channel, notice); }));
}

std::optional<NotificationRef> notification_ref_of(const journal::v1::OutboxEntry& entry) {
  if (entry.channel() == "webhook") return notification_ref_of<state::v1::WebhookCall>(entry.payload());
  if (entry.channel() == "bot") return notification_ref_of<state::v1::BotCall>(entry.payload());
  return entry.channel() == "email" ? notification_ref_of<lead::v1::EmailCall>(entry.payload()) : std::nullopt;
}

bool tells_of_assignment(const journal::v1::OutboxEntry& entry, const std::string& workspace,
                         const std::string& decision_id) {
  const std::string id = id_of(workspace, NotificationKind::kAssigned, decision_id);
  return entry.id() == id || entry.id().starts_with(id + ":");
}

}  // namespace leakproof::router
