#include "nurture/message.h"

#include <algorithm>
#include <charconv>
#include <kainjow/mustache.hpp>
#include <map>

#include "base/time_text.h"
#include "config/message_template.h"
#include "text/names.h"

namespace leakproof::nurture {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

std::string shortest(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

std::string text_of(const lead::v1::Value& value) {
  switch (value.kind_case()) {
    case lead::v1::Value::kText:
      return value.text();
    case lead::v1::Value::kInteger:
      return std::to_string(value.integer());
    case lead::v1::Value::kReal:
      return shortest(value.real());
    case lead::v1::Value::kFlag:
      return value.flag() ? "true" : "";
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
  return {};
}

std::string attribute(const lead::v1::Lead& lead, const char* path) {
  const auto found = lead.attributes().find(path);
  return found == lead.attributes().end() ? std::string() : found->second.text();
}

std::string given_name_of(const lead::v1::Lead& lead, const std::string& region) {
  if (!is_blank(lead.contact().given_name())) return lead.contact().given_name();
  const auto language = attribute(lead, "language"), country = attribute(lead, "country");
  return text::given_name_of(lead.contact().full_name(), {language, country, region});
}

// What a message may name, by its name in templates; blanks are left out.
using Values = std::map<std::string, std::string, std::less<>>;

Values values_of(const config::v1::Workspace& workspace, const lead::v1::Lead& lead,
                 const std::string& unsubscribe_url) {
  const auto& contact = lead.contact();
  Values values{{"contact.full_name", contact.full_name()},
                {"contact.given_name", given_name_of(lead, workspace.default_region())},
                {"contact.family_name", contact.family_name()},
                {"contact.email", contact.email()},
                {"contact.phone", contact.phone()},
                {"unsubscribe_url", unsubscribe_url}};
  for (const auto& [path, value] : lead.attributes()) values["lead." + path] = text_of(value);
  std::erase_if(values, [](const auto& one) { return is_blank(one.second); });
  return values;
}

// What stands behind a prefix and holds no further dot: the fields of `contact`, `lead` or `lead.custom`.
data object_of(const Values& values, std::string_view prefix) {
  data object{data::type::object};
  for (auto at = values.lower_bound(prefix); at != values.end() && at->first.starts_with(prefix); ++at) {
    const auto name = at->first.substr(prefix.size());
    if (name.find('.') == name.npos) object.set(name, at->second);
  }
  return object;
}

data data_of(const Values& values) {
  data lead = object_of(values, "lead.");
  lead.set("custom", object_of(values, "lead.custom."));
  data all = object_of(values, "");
  all.set("contact", object_of(values, "contact."));
  all.set("lead", lead);
  return all;
}

std::string filled(const std::string& text, const Values& values) {
  mustache form(text);
  form.set_custom_escape([](const std::string& plain) { return plain; });
  return form.render(data_of(values));
}

// base + token, as a further path segment unless the base asks for it itself ("...?t=", ".../").
std::string unsubscribe_url(const config::v1::Workspace& workspace, const std::string& lead_id) {
  const auto& base = workspace.messaging().unsubscribe_url();
  if (base.empty()) return base;
  return base + (base.back() == '/' || base.back() == '=' ? "" : "/") + workspace.workspace_id() + "." + lead_id;
}

}  // namespace

bool is_template(const std::string& text) { return mustache(text).is_valid(); }

std::optional<std::string> hole_in(const config::v1::Send& text, const config::v1::Workspace& workspace,
                                   const lead::v1::Lead& lead) {
  const auto values = values_of(workspace, lead, unsubscribe_url(workspace, lead.lead_id()));
  const auto has_value = [&](std::string_view name) { return values.contains(name); };
  auto hole = config::hole_in(text.subject(), has_value);
  return hole ? hole : config::hole_in(text.text(), has_value);
}

channels::Message render(const channels::ChannelRow& channel, const config::v1::Send& text,
                         const config::v1::Workspace& workspace, const lead::v1::Lead& lead,
                         const std::string& outbox_id) {
  channels::Message message{workspace.workspace_id(), lead.lead_id()};
  if (channel.sender != nullptr) message.from = (workspace.messaging().*channel.sender)();
  message.to = (lead.contact().*channel.address)();
  message.unsubscribe_url = unsubscribe_url(workspace, lead.lead_id());
  message.message_id = channels::message_id(outbox_id, message.from);
  const auto values = values_of(workspace, lead, message.unsubscribe_url);
  message.subject = filled(text.subject(), values);
  std::ranges::replace_if(
      message.subject, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  message.text = filled(text.text(), values);
  return message;
}

}  // namespace leakproof::nurture
