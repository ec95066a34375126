#include "leadctl/event_words.h"

#include "base/time_text.h"
#include "leadctl/money.h"
#include "router/audit/decision_codec.h"
#include "router/domain/explain.h"
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

// What an activity is about; {1} is who.
std::string about(const Activity& activity) {
  const auto& feedback = activity.feedback();
  switch (activity.kind_case()) {
    case Activity::kTouch:
      return activity.touch().type();
    case Activity::kFeedback:
      return with(with(lower(Feedback::Outcome_Name(feedback.outcome())), feedback.reason()),
                  amount_of(feedback.value_minor(), feedback.currency()));
    case Activity::kOptOut:
      return activity.opt_out().channel();
    case Activity::kHandBack:
      return activity.hand_back().reason();
    case Activity::kStageWord:
      return activity.stage_word().handed_back() ? "handed_back"
                                                 : lower(Feedback::Outcome_Name(activity.stage_word().outcome()));
    case Activity::kTransfer:
      return activity.transfer().to_member_id() + activity.transfer().to_pool_id();
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

std::string words_of(const Activity& activity, const Messages& texts) {
  const auto* kind = Activity::descriptor()->FindOneofByName("kind");
  const auto* field = activity.GetReflection()->GetOneofFieldDescriptor(activity, kind);
  return words_of(texts, "activity", field == nullptr ? "activity" : field->name(),
                  {about(activity), activity.actor()});
}

std::string words_of(const AssignmentChanged& change, const Messages& texts) {
  const std::string amount = amount_of(change.value_minor(), change.currency());
  return words_of(texts, "assignment_changed", AssignmentChanged::State_Name(change.state()),
                  {change.member_id(), with(with(change.reason(), change.detail()), amount), change.pool_id()});
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

std::string words_of(const lead::v1::LeadSwept& swept, const Messages& texts) {
  return texts.format("lead_swept", {swept.kind(), format_instant(instant_from_micros(swept.since_micros())),
                                     with(swept.action(), swept.member_id())});
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

std::string words_of(const lead::v1::Decision& decision, messages::Language language) {
  return router::summary(router::decode_input(decision), router::decode_decision(decision),
                         router::messages_in(language));
}

}  // namespace

std::string words_of(const Event& event, messages::Language language) {
  const Messages& texts = messages_in(language);
  const bool repeated = event.lead_changed().change() == LeadChanged::REPEATED;
  switch (event.body_case()) {
    case Event::kLeadChanged:
      return texts.format(repeated ? "lead_changed.repeated" : "lead_changed.created");
    case Event::kSubmissionSettled:
      return words_of(event.submission_settled(), texts);
    case Event::kActivity:
      return words_of(event.activity(), texts);
    case Event::kLeadScored:
      return texts.format("lead_scored", {points(event.lead_scored().total()), event.lead_scored().grade(),
                                          event.lead_scored().stage()});
    case Event::kStageMoved:
      return texts.format("stage_moved", {event.stage_moved().from(), event.stage_moved().to()});
    case Event::kAudit:
      return words_of(event.audit().decision(), language);
    case Event::kAssignmentChanged:
      return words_of(event.assignment_changed(), texts);
    case Event::kDelivery:
      return words_of(event.delivery(), texts);
    case Event::kEnrolmentChanged:
      return words_of(event.enrolment_changed(), texts);
    case Event::kActivityIgnored:
      return texts.format("activity_ignored", {event.activity_ignored().reason()});
    case Event::kDueMoved:
      return words_of(event.due_moved(), texts);
    case Event::kLeadSwept:
      return words_of(event.lead_swept(), texts);
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
