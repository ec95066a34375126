#include "nurture/message.h"

#include <algorithm>
#include <charconv>
#include <kainjow/mustache.hpp>

#include "base/time_text.h"

namespace leakproof::nurture {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

std::string shortest(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

data data_of(const lead::v1::Value& value) {
  switch (value.kind_case()) {
    case lead::v1::Value::kText:
      return value.text();
    case lead::v1::Value::kInteger:
      return std::to_string(value.integer());
    case lead::v1::Value::kReal:
      return shortest(value.real());
    case lead::v1::Value::kFlag:
      return value.flag();
    case lead::v1::Value::kInstantMicros:
      return format_instant(instant_from_micros(value.instant_micros()));
    case lead::v1::Value::kList: {
      std::string joined;
      for (const auto& item : value.list().items()) joined += (joined.empty() ? "" : ", ") + item;
      return joined;
    }
    case lead::v1::Value::KIND_NOT_SET:
      break;
  }
  return false;
}

data contact_data(const lead::v1::Contact& contact) {
  data values{data::type::object};
  values.set("full_name", contact.full_name());
  values.set("given_name", contact.given_name());
  values.set("family_name", contact.family_name());
  values.set("email", contact.email());
  values.set("phone", contact.phone());
  return values;
}

data lead_data(const lead::v1::Lead& lead) {
  constexpr std::string_view custom_prefix = "custom.";
  data attributes{data::type::object}, custom{data::type::object};
  for (const auto& [path, value] : lead.attributes()) {
    if (path.starts_with(custom_prefix)) {
      custom.set(path.substr(custom_prefix.size()), data_of(value));
    } else {
      attributes.set(path, data_of(value));
    }
  }
  attributes.set("custom", custom);
  return attributes;
}

std::string filled(const std::string& text, const data& values) {
  mustache form(text);
  form.set_custom_escape([](const std::string& plain) { return plain; });
  return form.render(values);
}

// base + token, as a further path segment unless the base asks for it itself ("...?t=", ".../").
std::string unsubscribe_url(const std::string& base, const std::string& token) {
  if (base.empty()) return base;
  return base + (base.back() == '/' || base.back() == '=' ? "" : "/") + token;
}

}  // namespace

bool is_template(const std::string& text) { return mustache(text).is_valid(); }

channels::Message render(const channels::ChannelRow& channel, const config::v1::Send& text,
                         const config::v1::Messaging& messaging, const std::string& workspace,
                         const lead::v1::Lead& lead, const std::string& outbox_id) {
  channels::Message message{workspace, lead.lead_id()};
  if (channel.sender != nullptr) message.from = (messaging.*channel.sender)();
  message.to = (lead.contact().*channel.address)();
  message.unsubscribe_url = unsubscribe_url(messaging.unsubscribe_url(), workspace + "." + lead.lead_id());
  message.message_id = channels::message_id(outbox_id, message.from);
  data values{data::type::object};
  values.set("contact", contact_data(lead.contact()));
  values.set("lead", lead_data(lead));
  values.set("unsubscribe_url", message.unsubscribe_url);
  message.subject = filled(text.subject(), values);
  std::ranges::replace_if(
      message.subject, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  message.text = filled(text.text(), values);
  return message;
}

}  // namespace leakproof::nurture
