#include "leadctl/event_words.h"

#include <map>

#include "calendar/text.h"
#include "leadctl/money.h"
#include "router/decision_codec.h"
#include "router/domain/explain.h"

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
using router::Language;
using router::Phrase;

// The words of a state; what is not in the table is said as the wire does.
template <class State>
Phrase of(const std::map<State, Phrase>& phrases, State state, const std::string& name) {
  const auto found = phrases.find(state);
  return found == phrases.end() ? Phrase{name, name} : found->second;
}

const std::map<SubmissionSettled::State, Phrase> kSettled = {
    {SubmissionSettled::CREATED_LEAD,
     {"A submission became this lead ({0}).", "Một lượt gửi trở thành khách hàng này ({0})."}},
    {SubmissionSettled::UPDATED_LEAD,
     {"A submission was an inquiry of this lead ({0}).", "Một lượt gửi là lần hỏi thêm của khách hàng ({0})."}},
    {SubmissionSettled::DUPLICATE, {"The same submission came again ({0}).", "Cùng một lượt gửi đến lần nữa ({0})."}},
    {SubmissionSettled::TEST, {"A test lead of the platform ({0}).", "Khách hàng thử của nền tảng ({0})."}},
};
const std::map<AssignmentChanged::State, Phrase> kAssigned = {
    {AssignmentChanged::ASSIGNED, {"{0} got the lead.", "{0} được giao khách hàng."}},
    {AssignmentChanged::OFFERED, {"{0} may take the lead.", "{0} có thể nhận khách hàng."}},
    {AssignmentChanged::ACCEPTED, {"{0} accepted the lead.", "{0} đã nhận khách hàng."}},
    {AssignmentChanged::DECLINED, {"{0} declined: {1}.", "{0} từ chối: {1}."}},
    {AssignmentChanged::WARNED, {"{0} was reminded.", "{0} được nhắc."}},
    {AssignmentChanged::BREACHED, {"{0} did not answer in time.", "{0} không trả lời kịp."}},
    {AssignmentChanged::RECLAIMED, {"Taken back from {0}: {1}.", "Thu lại từ {0}: {1}."}},
    {AssignmentChanged::CLOSED, {"Closed: {1}.", "Đóng: {1}."}},
    {AssignmentChanged::HELD, {"Waits in pool {2}: {1}.", "Chờ trong nhóm {2}: {1}."}},
    {AssignmentChanged::HOLD_EXPIRED, {"Waited in pool {2} as long as it allows.", "Đã chờ hết hạn trong nhóm {2}."}},
};
const std::map<Delivery::State, Phrase> kDelivered = {
    {Delivery::DELIVERED, {"A message by {0} arrived ({1}).", "Tin qua {0} đã tới ({1})."}},
    {Delivery::FAILED, {"A message by {0} was given up: {1}.", "Bỏ gửi tin qua {0}: {1}."}},
    {Delivery::UNKNOWN,
     {"Nobody knows whether a message by {0} arrived: {1}.", "Không rõ tin qua {0} có tới không: {1}."}},
    {Delivery::SUPPRESSED, {"A message by {0} was not sent: {1}.", "Không gửi tin qua {0}: {1}."}},
};
const std::map<EnrolmentChanged::State, Phrase> kEnrolled = {
    {EnrolmentChanged::ENROLLED, {"Journey {0} began.", "Bắt đầu hành trình {0}."}},
    {EnrolmentChanged::STEP, {"Journey {0}: step {1}.", "Hành trình {0}: bước {1}."}},
    {EnrolmentChanged::EXITED, {"Journey {0} ended: {2}.", "Kết thúc hành trình {0}: {2}."}},
};
const std::map<Activity::KindCase, Phrase> kActivities = {
    {Activity::kTouch, {"The lead: {0}.", "Khách hàng: {0}."}},
    {Activity::kFeedback, {"{1} said: {0}.", "{1} báo: {0}."}},
    {Activity::kClaim, {"{1} claimed the lead.", "{1} tự nhận khách hàng."}},
    {Activity::kOptOut, {"The lead wants no more messages ({0}).", "Khách hàng không muốn nhận tin nữa ({0})."}},
    {Activity::kHandBack, {"Nurture handed the lead back: {0}.", "Bộ phận chăm sóc trả khách hàng lại: {0}."}},
    {Activity::kTransfer, {"{1} gave the lead to {0}.", "{1} chuyển khách hàng cho {0}."}},
};
constexpr Phrase kScored = {"Scored: {0} points, {1}, {2}.", "Chấm điểm: {0} điểm, {1}, {2}."};
constexpr Phrase kMoved = {"Stage {0} became {1}.", "Giai đoạn {0} thành {1}."};
constexpr Phrase kIgnored = {"A word about the lead was ignored: {0}.", "Một thông tin bị bỏ qua: {0}."};
constexpr Phrase kSwept = {"A sweep found it {0} since {1}: {2}.", "Đợt rà soát thấy {0} từ {1}: {2}."};
constexpr Phrase kCreated = {"The lead was made.", "Tạo khách hàng."},
                 kRepeated = {"It inquired again.", "Khách hàng hỏi lại."};

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string points(double value) {
  const std::string text = std::to_string(value);
  return text.substr(0, text.find('.') + 2);
}

std::string with(const std::string& what, const std::string& more) { return more.empty() ? what : what + ", " + more; }

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
    case Activity::kTransfer:
      return activity.transfer().to_member_id() + activity.transfer().to_pool_id();
    default:
      return {};
  }
}

std::string words_of(const Activity& activity, Language language) {
  const auto* field =
      activity.GetReflection()->GetOneofFieldDescriptor(activity, Activity::descriptor()->FindOneofByName("kind"));
  const std::string name = field == nullptr ? "activity" : field->name();
  return say(of(kActivities, activity.kind_case(), name), language, {about(activity), activity.actor()});
}

std::string words_of(const AssignmentChanged& change, Language language) {
  const std::string amount = amount_of(change.value_minor(), change.currency());
  return say(of(kAssigned, change.state(), lower(AssignmentChanged::State_Name(change.state()))), language,
             {change.member_id(), with(with(change.reason(), change.detail()), amount), change.pool_id()});
}

std::string words_of(const Delivery& delivery, Language language) {
  return say(of(kDelivered, delivery.state(), lower(Delivery::State_Name(delivery.state()))), language,
             {delivery.channel(), delivery.detail()});
}

std::string words_of(const EnrolmentChanged& change, Language language) {
  return say(of(kEnrolled, change.state(), lower(EnrolmentChanged::State_Name(change.state()))), language,
             {change.journey_id(), change.step_id(), change.reason()});
}

std::string words_of(const lead::v1::Decision& decision, Language language) {
  return router::summary(router::decode_situation(decision), router::decode_verdict(decision), language);
}

}  // namespace

std::string words_of(const Event& event, Language language) {
  switch (event.body_case()) {
    case Event::kLeadChanged:
      return say(event.lead_changed().change() == LeadChanged::REPEATED ? kRepeated : kCreated, language);
    case Event::kSubmissionSettled:
      return say(of(kSettled, event.submission_settled().state(),
                    lower(SubmissionSettled::State_Name(event.submission_settled().state()))),
                 language, {event.submission_settled().source_id()});
    case Event::kActivity:
      return words_of(event.activity(), language);
    case Event::kLeadScored:
      return say(kScored, language,
                 {points(event.lead_scored().total()), event.lead_scored().grade(), event.lead_scored().stage()});
    case Event::kStageMoved:
      return say(kMoved, language, {event.stage_moved().from(), event.stage_moved().to()});
    case Event::kAudit:
      return words_of(event.audit().decision(), language);
    case Event::kAssignmentChanged:
      return words_of(event.assignment_changed(), language);
    case Event::kDelivery:
      return words_of(event.delivery(), language);
    case Event::kEnrolmentChanged:
      return words_of(event.enrolment_changed(), language);
    case Event::kActivityIgnored:
      return say(kIgnored, language, {event.activity_ignored().reason()});
    case Event::kLeadSwept:
      return say(
          kSwept, language,
          {event.lead_swept().kind(), calendar::format_instant(instant_from_micros(event.lead_swept().since_micros())),
           with(event.lead_swept().action(), event.lead_swept().member_id())});
    default:
      return {};
  }
}

}  // namespace leakproof::leadctl
