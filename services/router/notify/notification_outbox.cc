#include "router/notify/notification_outbox.h"

#include <algorithm>

#include "router/notify/payload_builder.h"

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

bool accepts(const Channel& channel, NotificationKind kind) {
  if (channel.url().empty() && channel.to().empty()) return false;
  return channel.only().empty() || std::ranges::find(channel.only(), name_of(kind)) != channel.only().end();
}

std::string id_of(const std::string& workspace, NotificationKind kind, const std::string& decision_id) {
  return workspace + ":" + std::string(row_of(kind).id_part) + ":" + decision_id;
}

}  // namespace

std::vector<journal::v1::OutboxEntry> notifications(const Workspace& workspace, const RoutedLead& lead,
                                                    const Notification& notification, Instant now) {
  std::vector<journal::v1::OutboxEntry> entries;
  const Member* member = member_of(workspace, notification.to);
  if (member == nullptr) return entries;
  const auto channels = channels_of(*member);
  const std::string& suffix = notification.dedup_suffix;
  const std::string id = id_of(workspace.workspace_id(), notification.kind, notification.decision_id) +
                         (suffix.empty() ? "" : ":" + suffix);
  const PayloadBuilder builder{workspace, *member, lead, notification, now};
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (!accepts(channels[i], notification.kind)) continue;
    auto& entry = entries.emplace_back();
    entry.set_id(i == 0 ? id : id + ":" + channels[i].by() + std::to_string(i));
    entry.set_channel(channels[i].by());
    entry.set_payload(builder.payload(channels[i], entry.id()));
    entry.set_traceparent(lead.traceparent());
  }
  return entries;
}

int channels_for(const Workspace& workspace, const std::string& member_id, NotificationKind kind) {
  const Member* member = member_of(workspace, member_id);
  if (member == nullptr) return 0;
  return static_cast<int>(
      std::ranges::count_if(channels_of(*member), [&](const Channel& channel) { return accepts(channel, kind); }));
}

std::optional<NotificationRef> notification_ref_of(const journal::v1::OutboxEntry& entry) {
  return channels::lead_of(entry.channel(), entry.payload());
}

bool announces_assignment(const journal::v1::OutboxEntry& entry, const std::string& workspace,
                          const std::string& decision_id) {
  const std::string id = id_of(workspace, NotificationKind::kAssigned, decision_id);
  return entry.id() == id || entry.id().starts_with(id + ":");
}

}  // namespace leakproof::router
