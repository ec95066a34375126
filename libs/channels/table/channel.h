// The channels by which we reach people, one row each: the name, what is sent, who can be reached, who sends it.
// Notifications of the router, messages of journeys, the check of a configuration and the senders of a stage all go by
// these rows; README.md beside says how to add one. Plain values and pure functions, free to call from any thread.
#pragma once
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/lead.pb.h"
#include "leakproof/lead/v1/message.pb.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::app {
struct StageDependencies;
}
namespace leakproof::stream {
class OutboxSender;
}

namespace leakproof::channels {

enum class Channel { kWebhook, kEmail, kBot };

// What is to be sent, whatever the channel. A payload type takes the fields that it has under the same names; one
// without a subject gets it as the first line of the text.
struct Message {
  std::string workspace_id;
  std::string lead_id;
  std::string from{};    // address of the sender on the channel
  std::string to{};      // address of the recipient on the channel, or the chat of a bot
  std::string url{};     // where the call goes, on channels that are HTTP
  std::string secret{};  // name of the secret that signs a webhook, or that is the token of a bot
  std::string subject{};
  std::string text{};             // for people
  std::string body{};             // for programs
  std::string unsubscribe_url{};  // not signed yet: the sender signs it
  std::string message_id{};       // the same at every attempt
};

// Whose lead a payload tells of, and the address it goes to where the channel has one.
struct LeadRef {
  std::string workspace_id;
  std::string lead_id;
  std::string to{};
};

// The payload of a message, in the channel's own type.
template <class Call>
std::string encode(const Message& message) {
  Call call;
  call.set_workspace_id(message.workspace_id);
  call.set_lead_id(message.lead_id);
  if constexpr (requires { call.set_from(message.from); }) call.set_from(message.from);
  if constexpr (requires { call.set_to(message.to); }) call.set_to(message.to);
  if constexpr (requires { call.set_chat(message.to); }) call.set_chat(message.to);
  if constexpr (requires { call.set_url(message.url); }) call.set_url(message.url);
  if constexpr (requires { call.set_secret(message.secret); }) call.set_secret(message.secret);
  if constexpr (requires { call.set_token(message.secret); }) call.set_token(message.secret);
  if constexpr (requires { call.set_body(message.body); }) call.set_body(message.body);
  if constexpr (requires { call.set_unsubscribe_url(message.unsubscribe_url); })
    call.set_unsubscribe_url(message.unsubscribe_url);
  if constexpr (requires { call.set_message_id(message.message_id); }) call.set_message_id(message.message_id);
  if constexpr (requires { call.set_subject(message.subject); }) {
    call.set_subject(message.subject);
    call.set_text(message.text);
  } else if constexpr (requires { call.set_text(message.text); }) {
    call.set_text(message.subject.empty() ? message.text : message.subject + "\n" + message.text);
  }
  return call.SerializeAsString();
}

// Nothing when the payload is no such call.
template <class Call>
std::optional<LeadRef> lead_of(const std::string& payload) {
  Call call;
  if (!call.ParseFromString(payload)) return std::nullopt;
  LeadRef lead{call.workspace_id(), call.lead_id()};
  if constexpr (requires { call.to(); }) lead.to = call.to();
  return lead;
}

struct ChannelRow {
  Channel channel;
  std::string_view name;       // in outbox entries, in facts and in a configuration
  bool for_programs = false;   // the payload has a body instead of a text
  bool tells_repeats = false;  // the receiver can tell a repeat; where it cannot, a lead's message is sent at most once
  bool for_members = false;    // members are told by it, where a configuration says so in their `notify`
  // What journeys need of the lead's contact; null: no journey can use the channel.
  const std::string& (lead::v1::Contact::*address)() const = nullptr;
  // What the channel needs of the workspace to send from; null: nothing.
  const std::string& (config::v1::Messaging::*sender)() const = nullptr;
  std::string (*encode)(const Message&);
  std::optional<LeadRef> (*lead_of)(const std::string& payload);
};

inline constexpr ChannelRow kChannels[] = {
    {.channel = Channel::kWebhook,
     .name = "webhook",
     .for_programs = true,
     .tells_repeats = true,
     .for_members = true,
     .encode = encode<state::v1::WebhookCall>,
     .lead_of = lead_of<state::v1::WebhookCall>},
    {.channel = Channel::kEmail,
     .name = "email",
     .for_members = true,
     .address = &lead::v1::Contact::email,
     .sender = &config::v1::Messaging::email_from,
     .encode = encode<lead::v1::EmailCall>,
     .lead_of = lead_of<lead::v1::EmailCall>},
    {.channel = Channel::kBot,
     .name = "bot",
     .for_members = true,
     .encode = encode<state::v1::BotCall>,
     .lead_of = lead_of<state::v1::BotCall>},
};

// Who sends: each is defined beside its sender, and only channels/senders.h asks for them. The dependencies of the
// stage outlive what is made.
using MakeSender = std::unique_ptr<stream::OutboxSender>(const app::StageDependencies&);
MakeSender make_webhook_sender, make_email_sender, make_bot_sender;
struct SenderRow {
  Channel channel;
  MakeSender* make;
};
inline constexpr SenderRow kSenders[] = {
    {Channel::kWebhook, make_webhook_sender}, {Channel::kEmail, make_email_sender}, {Channel::kBot, make_bot_sender}};

consteval bool rows_are_in_order() {
  for (std::size_t i = 0; i < std::size(kChannels); ++i) {
    if (kChannels[i].channel != static_cast<Channel>(i) || kSenders[i].channel != static_cast<Channel>(i)) return false;
  }
  return std::size(kChannels) == std::size(kSenders);
}
static_assert(rows_are_in_order(), "one row a channel in both tables, in the order of the enumerators");

constexpr const ChannelRow& row_of(Channel channel) { return kChannels[static_cast<std::size_t>(channel)]; }

// The row with this name; null when there is none.
const ChannelRow* find_channel(std::string_view name);

// Whether a journey may send on the channel.
constexpr bool reaches_leads(const ChannelRow& row) { return row.address != nullptr; }
// Whether a member may be told on it.
constexpr bool reaches_members(const ChannelRow& row) { return row.for_members; }

// Whose lead an entry of the outbox tells of; nothing when it is no call of a channel here.
std::optional<LeadRef> lead_of(std::string_view channel, const std::string& payload);

// The id of a message, made of its entry's id, which is unique for ever: a reader who gets it twice sees it once.
// `from` is the address whose domain it bears.
std::string message_id(const std::string& entry_id, const std::string& from);

// The names of all channels that `wanted` says yes to: "webhook, email, bot".
std::string names_of_channels(bool (*wanted)(const ChannelRow&));

}  // namespace leakproof::channels
