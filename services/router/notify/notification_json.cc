// Tested by: services/router/notify/notification_outbox_test.cc
#include "router/notify/notification_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "router/domain/limits.h"
#include "router/messages/router_messages.h"

namespace leakproof::router {
namespace {

using nlohmann::ordered_json;

ordered_json json_value(const lead::v1::Value& value) {
  using Value = lead::v1::Value;
  switch (value.kind_case()) {
    case Value::kText:
      return value.text();
    case Value::kInteger:
      return value.integer();
    case Value::kReal:
      return value.real();
    case Value::kFlag:
      return value.flag();
    case Value::kInstantMicros:
      return format_instant(instant_from_micros(value.instant_micros()));
    case Value::kList:
      return std::vector<std::string>(value.list().items().begin(), value.list().items().end());
    case Value::KIND_NOT_SET:
      break;
  }
  return nullptr;
}

ordered_json contact(const lead::v1::Contact& from) {
  ordered_json to;
  const auto set = [&](const char* name, const std::string& value) {
    if (!value.empty()) to[name] = value;
  };
  set("full_name", from.full_name());
  set("given_name", from.given_name());
  set("family_name", from.family_name());
  set("phone", from.phone());
  set("email", from.email());
  const std::map<std::string, std::string> sorted(from.personal_fields().begin(), from.personal_fields().end());
  for (const auto& [name, value] : sorted) to["personal_fields"][name] = value;
  return to;
}

ordered_json about_lead(const lead::v1::Lead& from) {
  ordered_json to = {
      {"lead_id", from.lead_id()}, {"submissions", from.submissions()}, {"contact", contact(from.contact())}};
  std::map<std::string, ordered_json> sorted;
  for (const auto& [path, value] : from.attributes()) sorted[path] = json_value(value);
  for (auto& [path, value] : sorted) to["attributes"][path] = std::move(value);
  return to;
}

ordered_json nurture_of(const lead::v1::HandBack& back) {
  return {{"journey_id", back.journey_id()},
          {"reason", back.reason()},
          {"steps_done", std::vector<std::string>(back.steps_done().begin(), back.steps_done().end())}};
}

ordered_json data_of(const state::v1::RoutedLead& lead, const Notification& notification) {
  ordered_json data = {
      {"lead", about_lead(lead.lead())},
      {"score", {{"total", lead.score().total()}, {"grade", lead.score().grade()}, {"stage", lead.score().stage()}}},
      {"why", notification.reason(messages_in(messages::Language::kEnglish))},
      {"member_id", notification.to},
      {"pool_id", lead.pool_id()},
      {"ownership_token", lead.ownership_token()},
      {"decision_id", notification.decision_id}};
  if (lead.has_hand_back()) data["nurture"] = nurture_of(lead.hand_back());
  if (lead.breach_at_micros() != 0) data["accept_by"] = format_instant(instant_from_micros(lead.breach_at_micros()));
  return data;
}

}  // namespace

std::string json_of(const state::v1::RoutedLead& lead, const Notification& notification, Instant now) {
  ordered_json body = {
      {"type", name_of(notification.kind)}, {"timestamp", format_instant(now)}, {"data", data_of(lead, notification)}};
  const auto text = [&] { return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace); };
  auto& about = body["data"]["lead"];
  std::string result = text();
  if (result.size() < kNotificationBytesMax) return result;
  about["contact"].erase("personal_fields");
  if (result = text(); result.size() < kNotificationBytesMax) return result;
  about.erase("attributes");
  if (result = text(); result.size() < kNotificationBytesMax) return result;
  about.erase("contact");  // a name of kilobytes: the lead id leads to it
  return text();
}

}  // namespace leakproof::router
