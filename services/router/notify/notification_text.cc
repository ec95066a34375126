// Tested by: services/router/notify/notification_outbox_test.cc
#include "router/notify/notification_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "base/time_text.h"
#include "calendar/local_day.h"
#include "router/domain/limits.h"
#include "router/messages/router_messages.h"

namespace leakproof::router {
namespace {

std::string short_number(double value) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.6g", value);
  return out.data();
}

constexpr std::string_view kCustom = "custom.";

// Whole characters of UTF-8, up to so many bytes.
std::string cut(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes) + "…";
}

std::string plain(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return cut(std::move(text), kTextValueBytesMax);
}

std::string plain(const lead::v1::Value& value) {
  using Value = lead::v1::Value;
  std::string list;
  switch (value.kind_case()) {
    case Value::kText:
      return plain(value.text());
    case Value::kInteger:
      return std::to_string(value.integer());
    case Value::kReal:
      return short_number(value.real());
    case Value::kFlag:
      return value.flag() ? "true" : "false";
    case Value::kInstantMicros:
      return format_instant(instant_from_micros(value.instant_micros()));
    case Value::kList:
      for (const auto& item : value.list().items()) list += (list.empty() ? "" : ", ") + item;
      return plain(list);
    case Value::KIND_NOT_SET:
      break;
  }
  return {};
}

std::string zone_of(const config::v1::Workspace& workspace, const config::v1::Member& member) {
  if (!member.zone().empty()) return member.zone();
  const auto schedule =
      std::ranges::find(workspace.schedules(), member.schedule_id(), &config::v1::Schedule::schedule_id);
  return schedule == workspace.schedules().end() || member.schedule_id().empty() ? workspace.default_zone()
                                                                                 : schedule->zone();
}

std::string title(const lead::v1::Lead& lead) {
  const auto& contact = lead.contact();
  const std::string parts = contact.given_name() + (contact.given_name().empty() ? "" : " ") + contact.family_name();
  for (const auto& name : {contact.full_name(), parts, contact.phone(), contact.email()}) {
    if (!name.empty() && name != " ") return plain(name);
  }
  return lead.lead_id();
}

class Lines {
 public:
  explicit Lines(const Messages& texts) : texts_(texts) {}
  void add(const std::string& label, const std::string& value) {
    if (!value.empty()) text_ += label + ": " + value + "\n";
  }
  void add_labelled(std::string_view key, const std::string& value) { add(texts_.format(key), value); }
  const std::string& text() const { return text_; }

 private:
  const Messages& texts_;
  std::string text_;
};

// What programs ask of a lead: in words it says nothing that does not stand there already.
bool is_for_programs(std::string_view path) {
  static constexpr std::string_view kPaths[] = {"company_domain", "consent",    "email_domain", "free_mail",
                                                "has_email",      "has_phone",  "is_test",      "kind",
                                                "phone_region",   "phone_type", "submissions"};
  return std::ranges::find(kPaths, path) != std::end(kPaths);
}

void add_contact(const lead::v1::Lead& lead, Lines& lines) {
  lines.add_labelled("label.phone", plain(lead.contact().phone()));
  lines.add_labelled("label.email", plain(lead.contact().email()));
  const std::map<std::string, std::string> personal(lead.contact().personal_fields().begin(),
                                                    lead.contact().personal_fields().end());
  for (const auto& [name, value] : personal) lines.add(plain(name), plain(value));
  std::map<std::string, std::string> attributes;
  for (const auto& [path, value] : lead.attributes()) {
    if (!is_for_programs(path)) attributes[path.substr(path.starts_with(kCustom) ? kCustom.size() : 0)] = plain(value);
  }
  for (const auto& [path, value] : attributes) lines.add(path, value);
}

// "warm_up: hello, pause"
std::string nurture_text(const lead::v1::HandBack& back) {
  std::string steps;
  for (const auto& step : back.steps_done()) steps += (steps.empty() ? ": " : ", ") + step;
  return plain(back.journey_id() + steps);
}

void add_routing(const state::v1::RoutedLead& lead, const std::string& zone, Lines& lines) {
  const auto until = [&](std::string_view label, std::int64_t micros) {
    if (micros != 0)
      lines.add_labelled(label, calendar::wall_clock(zone, instant_from_micros(micros)) + " (" + zone + ")");
  };
  lines.add_labelled("label.score", short_number(lead.score().total()) +
                                        (lead.score().grade().empty() ? "" : " (" + lead.score().grade() + ")"));
  lines.add_labelled("label.pool", lead.pool_id());
  lines.add_labelled("label.nurture", nurture_text(lead.hand_back()));
  until("label.accept_by", lead.breach_at_micros());
  until("label.next_step_by", lead.next_breach_at_micros());
}

}  // namespace

Text text_of(const config::v1::Workspace& workspace, const config::v1::Member& member,
             const state::v1::RoutedLead& lead, const Notification& notification) {
  using messages::Language;
  const Messages& texts = messages_in(messages::language_of(member.language()).value_or(Language::kEnglish));
  const auto subject = texts.format("subject." + std::string(name_of(notification.kind)), {title(lead.lead())});
  Lines first(texts), last(texts), about(texts);
  first.add_labelled("label.why", notification.reason(texts));
  if (lead.member_id() != notification.to) first.add_labelled("label.owner", lead.member_id());
  add_routing(lead, zone_of(workspace, member), first);
  last.add_labelled("label.lead", lead.lead().lead_id());
  if (notification.kind != NotificationKind::kReclaimed) add_contact(lead.lead(), about);
  const std::size_t room =
      kTextBytesMax - std::min(kTextBytesMax, subject.size() + first.text().size() + last.text().size() + 8);
  std::string middle = cut(about.text(), room);
  if (!middle.empty() && middle.back() != '\n') middle += "\n";
  return {subject, middle + first.text() + last.text()};
}

}  // namespace leakproof::router
