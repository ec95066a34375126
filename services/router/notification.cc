#include "router/notification.h"

#include <algorithm>

#include "base/check.h"
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
  webhook.set_by(std::string(channels::row_of(channels::Channel::kWebhook).name));
  webhook.set_url(member.webhook_url());
  webhook.set_secret(member.webhook_secret());
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

  std::string payload(const Channel& channel, const std::string& entry_id) const {
    const auto* row = channels::find_channel(channel.by());
    LEAKPROOF_CHECK(row != nullptr);  // the configuration was checked
    channels::Message message{workspace.workspace_id(), lead.lead().lead_id()};
    message.to = channel.to();
    message.url = channel.url();
    message.secret = channel.secret();
    if (row->for_programs) {
      message.body = json_of(lead, news, now);
      return row->encode(message);
    }
    const auto text = text_of(workspace, member, lead, news);
    message.subject = text.subject;
    message.text = text.body;
    message.from = workspace.messaging().email_from();
    message.message_id = channels::message_id(entry_id, message.from);
    return row->encode(message);
  }
};

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
  return channels::lead_of(entry.channel(), entry.payload());
}

bool tells_of_assignment(const journal::v1::OutboxEntry& entry, const std::string& workspace,
                         const std::string& decision_id) {
  const std::string id = id_of(workspace, NotificationKind::kAssigned, decision_id);
  return entry.id() == id || entry.id().starts_with(id + ":");
}

}  // namespace leakproof::router
