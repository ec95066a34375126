#include "leadctl/event_words.h"

#include "base/time_text.h"
#include "leadctl/money.h"
#include "router/messages/router_messages.h"

namespace leakproof::leadctl {
namespace {

using lead::v1::Activity;
using lead::v1::AssignmentChanged;
using lead::v1::Delivery;
using lead::v1::EnrolmentChanged;
using lead::v1::Event;
using lead::v1::Feedback;
using lead::v1::LeadChanged;
using lead::v1::SubmissionSettled;
using messages::Messages;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string points(double value) {
  const std::string text = std::to_string(value);
  return text.substr(0, text.find('.') + 2);
}

std::string with(const std::string& what, const std::string& more) {
  return what.empty() || more.empty() ? what + more : what + ", " + more;
}

// Who a sentence is about, as people call them.
std::string called(const std::string& member, const Surroundings& around) {
  return member.empty() ? member : around.names.of(MemberId(member)).value();
}

// What a code of the router says. Other reasons are words of a person.
std::string reason_of(const std::string& code, const Messages& texts) {
  const std::string key = "reason." + code;
  return texts.has(key) ? texts.format(key) : code;
}

std::string outcome_of(Feedback::Outcome outcome, const Messages& texts) {
  const auto code = lower(Feedback::Outcome_Name(outcome));
  const auto key = "outcome." + code;
  return texts.has(key) ? texts.format(key) : code;
}

// What an activity is about; {1} is who.
std::string about(const Activity& activity, const Messages& texts, const Surroundings& around) {
  const auto& feedback = activity.feedback();
  switch (activity.kind_case()) {
    case Activity::kTouch:
      return activity.touch().type();
    case Activity::kFeedback:
      return with(with(outcome_of(feedback.outcome(), texts), feedback.reason()),
                  amount_of(feedback.value_minor(), feedback.currency()));
    case Activity::kOptOut:
      return activity.opt_out().channel();
    case Activity::kHandBack:
      return activity.hand_back().reason();
    case Activity::kStageWord:
      return activity.stage_word().handed_back() ? reason_of("handed_back", texts)
                                                 : outcome_of(activity.stage_word().outcome(), texts);
    case Activity::kTransfer:
      return called(activity.transfer().to_member_id(), around) + activity.transfer().to_pool_id();
    case Activity::kPresence:
      return called(activity.presence().member_id(), around);
    case Activity::kTimeOff:
      return called(activity.time_off().member_id(), around);
    default:
      return {};
  }
}

// The sentence of a kind of fact in a state; a state without one is said as the wire does.
std::string words_of(const Messages& texts, const std::string& kind, const std::string& state,
                     const std::vector<std::string>& arguments) {
  const std::string key = kind + "." + lower(state);
  return texts.has(key) ? texts.format(key, arguments) : lower(state);
}

// The name of its kind, with what else its sentence depends on.
std::string kind_of(const Activity& activity) {
  if (activity.has_presence()) return activity.presence().online() ? "presence.online" : "presence.offline";
  if (activity.has_time_off() && activity.time_off().cancel()) return "time_off.cancelled";
  const auto* kind = Activity::descriptor()->FindOneofByName("kind");
  const auto* field = activity.GetReflection()->GetOneofFieldDescriptor(activity, kind);
  return field == nullptr ? "activity" : field->name();
}

std::string words_of(const Activity& activity, const Messages& texts, const Surroundings& around) {
  const auto said = words_of(texts, "activity", kind_of(activity),
                             {about(activity, texts, around), called(activity.actor(), around)});
  const bool ignored = around.without_effect.contains(activity.activity_id());
  return ignored ? texts.format("activity.without_effect", {said}) : said;
}

std::string words_of(const AssignmentChanged& change, const Messages& texts, const Surroundings& around) {
  const std::string amount = amount_of(change.value_minor(), change.currency());
  const std::string state = AssignmentChanged::State_Name(change.state());
  const bool of_no_pool = change.pool_id().empty() && texts.has("assignment_changed." + lower(state) + ".nowhere");
  return words_of(texts, "assignment_changed", of_no_pool ? state + ".nowhere" : state,
                  {called(change.member_id(), around),
                   with(with(reason_of(change.reason(), texts), change.detail()), amount), change.pool_id()});
}

// Why nurture did not write or went no further. Other reasons are a server's answer, or words of a journey's author.
std::string why(const std::string& code, const Messages& texts) {
  const std::string key = "why." + code;
  return texts.has(key) ? texts.format(key) : code;
}

std::string words_of(const Delivery& delivery, const Messages& texts) {
  const std::string gone = delivery.recipient_gone() ? why("bad_address", texts) : "";
  return words_of(texts, "delivery", Delivery::State_Name(delivery.state()),
                  {delivery.channel(), with(why(delivery.detail(), texts), gone)});
}

std::string words_of(const EnrolmentChanged& change, const Messages& texts) {
  return words_of(texts, "enrolment_changed", EnrolmentChanged::State_Name(change.state()),
                  {change.journey_id(), change.step_id(), why(change.reason(), texts)});
}

std::string words_of(const SubmissionSettled& settled, const Messages& texts) {
  const auto words =
      words_of(texts, "submission_settled", SubmissionSettled::State_Name(settled.state()), {settled.source_id()});
  std::string unread;
  for (const auto& field : settled.unread_values()) unread = with(unread, field);
  return unread.empty() ? words : words + " " + texts.format("submission_settled.unread", {unread});
}

std::string words_of(const lead::v1::LeadSwept& swept, const Messages& texts, const Surroundings& around) {
  return texts.format("lead_swept", {swept.kind(), format_instant(instant_from_micros(swept.since_micros())),
                                     with(swept.action(), called(swept.member_id(), around))});
}

std::string words_of(const lead::v1::DueMoved& moved, const Messages& texts) {
  const auto time = [](std::int64_t micros) { return format_instant(instant_from_micros(micros)); };
  std::string words;
  for (const auto& one : moved.times()) {
    const auto sentence = words_of(texts, "due_moved", one.timer(), {time(one.from_micros()), time(one.to_micros())});
    words += (words.empty() ? "" : " ") + sentence;
  }
  return words + (words.empty() ? "" : " ") + texts.format("due_moved", {moved.zone_data_before(), moved.zone_data()});
}

}  // namespace

std::set<std::string> ignored_activities(const google::protobuf::RepeatedPtrField<Event>& events) {
  std::set<std::string> ids;
  for (const auto& event : events) {
    if (event.has_activity_ignored() && event.activity_ignored().reason() != "duplicate")
      ids.insert(event.activity_ignored().activity_id());
  }
  return ids;
}

std::string words_of(const Event& event, messages::Language language, const Surroundings& around) {
  const Messages& texts = messages_in(language);
  const bool repeated = event.lead_changed().change() == LeadChanged::REPEATED;
  switch (event.body_case()) {
    case Event::kLeadChanged:
      return texts.format(repeated ? "lead_changed.repeated" : "lead_changed.created");
    case Event::kSubmissionSettled:
      return words_of(event.submission_settled(), texts);
    case Event::kActivity:
      return words_of(event.activity(), texts, around);
    case Event::kLeadScored:
      return texts.format("lead_scored", {points(event.lead_scored().total()), event.lead_scored().grade(),
                                          event.lead_scored().stage()});
    case Event::kStageMoved:
      return texts.format("stage_moved", {event.stage_moved().from(), event.stage_moved().to()});
    case Event::kAudit:
      return router::summarize_decision(event.audit().decision(), router::messages_in(language), around.names);
    case Event::kAssignmentChanged:
      return words_of(event.assignment_changed(), texts, around);
    case Event::kDelivery:
      return words_of(event.delivery(), texts);
    case Event::kEnrolmentChanged:
      return words_of(event.enrolment_changed(), texts);
    case Event::kActivityIgnored:
      return texts.format("activity_ignored", {reason_of(event.activity_ignored().reason(), texts)});
    case Event::kDueMoved:
      return words_of(event.due_moved(), texts);
    case Event::kLeadSwept:
      return words_of(event.lead_swept(), texts, around);
    default:
      return {};
  }
}

std::vector<messages::MessageFile> message_files();  // by embed_messages()

const Messages& messages_in(messages::Language language) {
  static const auto catalog = messages::Catalog::compiled_in(message_files());
  return catalog.in(language);
}

}  // namespace leakproof::leadctl
