#include "facts.h"

#include <date/date.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "leakproof/lead/v1/message.pb.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::flow {
namespace {

using lead::v1::Event;

constexpr std::chrono::hours kZoneOffset(7);  // every scenario plays in Ho Chi Minh City

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// "Fri 09:00", and the rest only when there is any: timers are never early and never late.
std::string time_of(std::int64_t micros) {
  const Instant local = instant_from_micros(micros) + kZoneOffset;
  if (local == std::chrono::floor<std::chrono::minutes>(local)) return date::format("%a %H:%M", local);
  const auto second = std::chrono::floor<std::chrono::seconds>(local);
  return local == second ? date::format("%a %H:%M:%S", second) : date::format("%a %H:%M:%S", local);
}

std::string points(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

// Indented, so that it reads as one fact.
std::string lines(const std::string& text) {
  std::string indented;
  for (char c : text.substr(0, text.find_last_not_of('\n') + 1))
    indented += c == '\n' ? std::string("\n      ") : std::string(1, c);
  return indented;
}

// " name=value", nothing for nothing.
std::string field(const std::string& name, const std::string& value) {
  return value.empty() ? "" : " " + name + "=" + value;
}
std::string number(const std::string& name, std::int64_t value) {
  return value == 0 ? "" : field(name, std::to_string(value));
}
std::string in_brackets(const std::string& text) { return text.empty() ? "" : " (" + text + ")"; }
void add(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

std::string line(const lead::v1::LeadChanged& change) {
  if (change.change() == lead::v1::LeadChanged::CREATED) return "created";
  return "inquired again" + number("submissions", change.lead().submissions());
}

std::string line(const lead::v1::LeadScored& scored) {
  std::string why;
  for (auto& one : scored.components()) add(why, one.name() + " " + points(one.points()));
  return "scored " + points(scored.total()) + " " + scored.grade() + in_brackets(why);
}

std::string line(const lead::v1::Activity& activity) {
  using Kind = lead::v1::Activity;
  switch (activity.kind_case()) {
    case Kind::kTouch:
      return "touched " + activity.touch().type();
    case Kind::kFeedback:
      return activity.feedback().member_id() + " says " +
             lower(lead::v1::Feedback::Outcome_Name(activity.feedback().outcome())) +
             number("value", activity.feedback().value_minor()) + in_brackets(activity.feedback().reason());
    case Kind::kTransfer:
      return activity.transfer().by_member_id() + " gives it to " + activity.transfer().to_member_id() +
             activity.transfer().to_pool_id() + in_brackets(activity.transfer().reason());
    case Kind::kClaim:
      return activity.claim().member_id() + " claims it";
    case Kind::kPresence:
      return activity.presence().member_id() + (activity.presence().online() ? " is online" : " is away");
    case Kind::kOptOut:
      return "opted out of " + activity.opt_out().channel();
    case Kind::kHandBack:
      return "handed back by " + activity.hand_back().journey_id() + in_brackets(activity.hand_back().reason());
    case Kind::kQuarantineFix:
      return activity.quarantine_fix().discard() ? "a person gave it up" : "a person mended it";
    case Kind::kTimeOff:
      return activity.time_off().member_id() + " takes time off";
    case Kind::kStageWord: {
      const auto& word = activity.stage_word();
      return word.handed_back()
                 ? "upheld: it is handed back"
                 : "upheld: " + word.member_id() + " says " + lower(lead::v1::Feedback::Outcome_Name(word.outcome()));
    }
    case Kind::KIND_NOT_SET:
      break;
  }
  return "an activity of no kind";
}

std::string passed_over(const lead::v1::Decision& decision) {
  std::string who;
  for (auto& candidate : decision.candidates()) {
    if (!candidate.reason().empty()) add(who, candidate.member_id() + ": " + candidate.reason());
  }
  return in_brackets(who);
}

std::string line(const lead::v1::AuditRecord& record) {
  if (record.has_config()) return "audit config " + std::to_string(record.config().version());
  const auto& decision = record.decision();
  const auto& chosen = decision.chosen();
  const int attempt = decision.outcome() == lead::v1::Decision::ASSIGNED ? decision.attempt() + 1 : 0;
  return lower(lead::v1::Decision::Outcome_Name(decision.outcome())) + field("to", chosen.member_id()) +
         field("journey", chosen.journey_id()) + field("pool", chosen.pool_id()) + field("rule", chosen.rule_id()) +
         field("account", decision.account_id()) + number("attempt", attempt) +
         field("because", lower(lead::v1::Decision::Trigger_Name(decision.trigger()))) +
         field("reason", decision.reason()) + field("by", decision.transfer().by_member_id()) +
         field("overridden", decision.overridden()) + field("sweep", decision.sweep().kind()) + passed_over(decision);
}

std::string line(const lead::v1::AssignmentChanged& change) {
  return lower(lead::v1::AssignmentChanged::State_Name(change.state())) +
         (change.member_id().empty() ? "" : " " + change.member_id()) + in_brackets(change.reason()) +
         number("value", change.value_minor()) + in_brackets(change.detail());
}

std::string line(const lead::v1::DueMoved& moved) {
  std::string times;
  for (const auto& one : moved.times())
    add(times, one.timer() + " from " + time_of(one.from_micros()) + " to " + time_of(one.to_micros()));
  return "moved: " + times;
}

std::string line(const lead::v1::EnrolmentChanged& change) {
  const bool step = change.state() == lead::v1::EnrolmentChanged::STEP;
  const std::string what =
      step ? "did " + change.step_id() : lower(lead::v1::EnrolmentChanged::State_Name(change.state()));
  return "journey " + change.journey_id() + " " + what + in_brackets(change.reason());
}

std::string member_of_url(const std::string& url) { return url.substr(url.rfind('/') + 1); }

// A delivery is told with what the receiver got.
std::string line(const lead::v1::Delivery& delivery, const Receivers& receivers) {
  std::string end = lower(lead::v1::Delivery::State_Name(delivery.state())) + in_brackets(delivery.detail());
  const auto sent = receivers.calls.find(delivery.outbox_id());
  if (delivery.channel() == "append") return "hand-back " + end;
  if (sent == receivers.calls.end()) return delivery.channel() + " " + end;
  const auto& payload = sent->second.front().payload();
  if (sent->second.size() > 1) end += ", called again";
  state::v1::WebhookCall webhook;
  lead::v1::EmailCall email;
  if (delivery.channel() == "webhook" && webhook.ParseFromString(payload)) {
    const auto body = nlohmann::json::parse(webhook.body());
    return "webhook " + body["type"].get<std::string>() + " to=" + member_of_url(webhook.url()) + " " + end;
  }
  if (delivery.channel() == "email" && email.ParseFromString(payload)) {
    return "email \"" + email.subject() + "\" to=" + email.to() + " " + end;
  }
  return delivery.channel() + " " + end;
}

// The fields whose values nobody could read: " (unread: country, custom.budget)".
std::string unread_of(const lead::v1::SubmissionSettled& settled) {
  std::string fields;
  for (const auto& field : settled.unread_values()) fields += (fields.empty() ? " (unread: " : ", ") + field;
  return fields.empty() ? "" : fields + ")";
}

std::string body_of(const Event& fact, const Names& names, const Receivers& receivers) {
  switch (fact.body_case()) {
    case Event::kConfigApplied:
      return "config " + std::to_string(fact.config_applied().version()) + " in force";
    case Event::kConfigRefused:
      return "config refused, " + std::to_string(fact.config_refused().version_in_force()) +
             " stays: " + lines(fact.config_refused().reason());
    case Event::kLeadChanged:
      return line(fact.lead_changed());
    case Event::kQuarantined:
      return names.of_receipt(fact.quarantined().receipt_id()) + " reason=" + fact.quarantined().reason() +
             in_brackets(fact.quarantined().detail());
    case Event::kSubmissionSettled:
      return names.of_receipt(fact.submission_settled().receipt_id()) + " is " +
             lower(lead::v1::SubmissionSettled::State_Name(fact.submission_settled().state())) +
             (fact.submission_settled().body_differs() ? ", its body differs" : "") +
             unread_of(fact.submission_settled());
    case Event::kActivity:
      return line(fact.activity());
    case Event::kLeadScored:
      return line(fact.lead_scored());
    case Event::kStageMoved:
      return "stage " + fact.stage_moved().from() + " to " + fact.stage_moved().to() +
             in_brackets(fact.stage_moved().cause());
    case Event::kAudit:
      return line(fact.audit());
    case Event::kAssignmentChanged:
      return line(fact.assignment_changed());
    case Event::kDelivery:
      return line(fact.delivery(), receivers);
    case Event::kEnrolmentChanged:
      return line(fact.enrolment_changed());
    case Event::kActivityIgnored:
      return "ignored" + field("reason", fact.activity_ignored().reason());
    case Event::kDeadLetter:
      return "dead letter: " + fact.dead_letter().reason();
    case Event::kLeadSwept:
      return "swept as " + fact.lead_swept().kind() + field("do", fact.lead_swept().action()) +
             field("to", fact.lead_swept().member_id());
    case Event::kDueMoved:
      return line(fact.due_moved());
    case Event::kZoneDataApplied:
      return "zone data " + fact.zone_data_applied().zone_data() + " of " + fact.zone_data_applied().stage() +
             number("moved", fact.zone_data_applied().leads_moved());
    case Event::BODY_NOT_SET:
      break;
  }
  return "a fact without a body";
}

}  // namespace

std::string Names::of_lead(const std::string& id) {
  return leads_.try_emplace(id, "L" + std::to_string(leads_.size() + 1)).first->second;
}

std::string Names::lead(const std::string& name) const {
  const auto found = std::ranges::find(leads_, name, [](auto& entry) { return entry.second; });
  return found == leads_.end() ? "" : found->first;
}

std::string Names::of_receipt(const std::string& id) const {
  const auto found = receipts_.find(id);
  return found == receipts_.end() ? id : found->second;
}

std::string line_of(const Event& fact, Names& names, const Receivers& receivers) {
  std::string stage = fact.event_id().substr(0, fact.event_id().find('-'));
  stage.resize(8, ' ');
  const std::string subject = fact.lead_id().empty() ? "" : names.of_lead(fact.lead_id()) + " ";
  return time_of(fact.occurred_micros()) + " " + stage + subject + body_of(fact, names, receivers);
}

}  // namespace leakproof::flow
