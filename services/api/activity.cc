// Tested by: services/api/lead_service_test.cc
#include "api/activity.h"

#include <algorithm>
#include <array>

#include "api/faults.h"
#include "api/lead_view.h"
#include "api/limits.h"
#include "api/workspaces.h"
#include "net/limits.h"
#include "stream/topics.h"

namespace leakproof::api {
namespace {

using lead::v1::Activity;

bool holds_nul(const std::string& text) { return text.find('\0') != text.npos; }

// As ingest bounds the names and values of a lead. A name at fault is not repeated in the answer.
void check_texts(const google::protobuf::Map<std::string, std::string>& texts, const std::string& path,
                 Checks& checks) {
  checks.that(texts.size() <= net::kFormFieldsMax, path, "must be 256 names at most");
  const bool names_hold = std::ranges::all_of(texts, [](const auto& text) {
    return !text.first.empty() && text.first.size() <= net::kFieldNameBytesMax && !holds_nul(text.first);
  });
  checks.that(names_hold, path, "must have names of 1 to 255 bytes without a NUL character");
  const bool values_hold = std::ranges::all_of(
      texts, [](const auto& text) { return text.second.size() <= net::kFormValueBytesMax && !holds_nul(text.second); });
  checks.that(values_hold, path, "must have values of 64 KiB at most without a NUL character");
}

void check_text(const std::string& text, std::size_t bytes_max, const std::string& path, Checks& checks) {
  checks.that(text.size() <= bytes_max && !holds_nul(text), path,
              "must be " + std::to_string(bytes_max) + " bytes at most without a NUL character");
}

void check_instant(std::int64_t micros, const std::string& path, Checks& checks) {
  checks.that(micros >= 0 && micros <= kMicrosMax, path, "must be an instant from 1970 to the year 9999");
}

void check_time_off(const lead::v1::TimeOff& time_off, Checks& checks) {
  const std::string path = "activity.time_off.";
  checks.id(path + "member_id", time_off.member_id());
  check_instant(time_off.from_micros(), path + "from_micros", checks);
  check_instant(time_off.until_micros(), path + "until_micros", checks);
  checks.that(time_off.from_micros() < time_off.until_micros() || (time_off.cancel() && !time_off.absence_id().empty()),
              path + "until_micros", "must be after from_micros");
  if (!time_off.absence_id().empty()) checks.id(path + "absence_id", time_off.absence_id());
}

void check_value(const lead::v1::Feedback& feedback, Checks& checks) {
  const auto& currency = feedback.currency();
  const bool has_value = feedback.value_minor() != 0;
  const bool of_deal =
      feedback.outcome() == lead::v1::Feedback::PROPOSAL || feedback.outcome() == lead::v1::Feedback::WON;
  checks.that(feedback.value_minor() >= 0, "activity.feedback.value_minor", "must not be negative");
  checks.that(!has_value || of_deal, "activity.feedback.value_minor", "belongs to a proposal and a won deal");
  const bool code = currency.size() == 3 &&
                    std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  checks.that(has_value ? code : currency.empty(), "activity.feedback.currency",
              has_value ? "must be a code of ISO 4217, such as VND" : "is of a value");
  checks.that(has_value || feedback.outcome() != lead::v1::Feedback::PROPOSAL, "activity.feedback.value_minor",
              "is required of a proposal: what it is worth, in the currency's minor unit");
  checks.that(!feedback.reason().empty() || feedback.outcome() != lead::v1::Feedback::LOST, "activity.feedback.reason",
              "is required: say why it is lost");
  check_text(feedback.reason(), kReasonBytesMax, "activity.feedback.reason", checks);
}

void check_kind(const Activity& activity, Checks& checks) {
  switch (activity.kind_case()) {
    case Activity::kTouch:
      checks.id("activity.touch.type", activity.touch().type());
      check_texts(activity.touch().attribution(), "activity.touch.attribution", checks);
      break;
    case Activity::kFeedback:
      checks.that(activity.feedback().outcome() != lead::v1::Feedback::OUTCOME_UNSPECIFIED, "activity.feedback.outcome",
                  "is required");
      checks.id("activity.feedback.member_id", activity.feedback().member_id());
      check_value(activity.feedback(), checks);
      break;
    case Activity::kTransfer:
      check_transfer(activity.transfer(), "activity.transfer.", checks);
      break;
    case Activity::kClaim:
      checks.id("activity.claim.member_id", activity.claim().member_id());
      break;
    case Activity::kPresence:
      checks.id("activity.presence.member_id", activity.presence().member_id());
      break;
    case Activity::kTimeOff:
      check_time_off(activity.time_off(), checks);
      break;
    case Activity::kOptOut:
      checks.that(activity.opt_out().channel() == "email" || activity.opt_out().channel() == "all",
                  "activity.opt_out.channel", "must be email or all");
      break;
    case Activity::kQuarantineFix:
      checks.id("activity.quarantine_fix.receipt_id", activity.quarantine_fix().receipt_id());
      check_texts(activity.quarantine_fix().fields(), "activity.quarantine_fix.fields", checks);
      break;
    case Activity::kHandBack:
      checks.that(false, "activity.hand_back", "is written by nurture only");
      break;
    case Activity::kStageWord:
      checks.that(false, "activity.stage_word", "is written by the router only");
      break;
    case Activity::KIND_NOT_SET:
      checks.that(false, "activity.kind",
                  "must be one of touch, feedback, claim, transfer, presence, time_off, opt_out, quarantine_fix");
      break;
  }
}

bool is_about_a_lead(const Activity& activity) {
  return activity.has_touch() || activity.has_feedback() || activity.has_claim() || activity.has_opt_out() ||
         activity.has_transfer();
}

struct Row {
  std::string_view reason;
  grpc::StatusCode code;
  const char* message;
};
constexpr std::array kIgnored = {
    Row{"unknown_lead", grpc::StatusCode::NOT_FOUND, "there is no such lead"},
    Row{"unknown_receipt", grpc::StatusCode::NOT_FOUND, "this receipt is not in quarantine"},
    Row{"unknown_member", grpc::StatusCode::NOT_FOUND, "there is no such member"},
    Row{"unknown_absence", grpc::StatusCode::NOT_FOUND, "the member has no such absence: list them"},
    Row{"unknown_pool", grpc::StatusCode::NOT_FOUND, "there is no such pool"},
    Row{"stale_token", grpc::StatusCode::ABORTED, "the lead has been assigned anew since: read it again"},
    Row{"not_owner", grpc::StatusCode::PERMISSION_DENIED, "the member does not own the lead"},
    Row{"duplicate", grpc::StatusCode::OK, ""},
};

// "it is closed (won)", "lan has it, accepted": what keeps a word from its effect. Empty when nobody can say.
std::string whereabouts(const ApiPorts& ports, const std::string& workspace, const std::string& lead_id) {
  const auto lead = read_lead(ports.states, workspace, lead_id);
  if (!lead.ok() || !*lead) return {};
  const auto& view = **lead;
  if (!view.member_id().empty() && view.closed_reason().empty()) return view.member_id() + " has it, " + view.status();
  return "it is " + view.status() + (view.closed_reason().empty() ? "" : " (" + view.closed_reason() + ")");
}

// An activity has no settlement of its own: who asks for it waits for the router.
bool waits(v1::WaitFor wait_for) { return wait_for == v1::DECIDED || wait_for == v1::SETTLED; }

}  // namespace

void check_transfer(const lead::v1::Transfer& transfer, const std::string& path, Checks& checks) {
  checks.id(path + "by_member_id", transfer.by_member_id());
  checks.that(transfer.to_member_id().empty() != transfer.to_pool_id().empty(), path + "to_member_id",
              "either this or to_pool_id must be set");
  const auto control = [](char c) { return (c >= 0 && c < ' ') || c == 127; };
  checks.that(transfer.reason().size() <= kTransferReasonBytesMax && std::ranges::none_of(transfer.reason(), control),
              path + "reason", "must be a line of 200 bytes or less");
}

grpc::Status check_activity(const Activity& activity, const google::protobuf::Message& request) {
  Checks checks;
  checks.enumerators(request);
  checks.id("request_id", activity.activity_id()).id("activity.workspace_id", activity.workspace_id());
  if (is_about_a_lead(activity) || !activity.lead_id().empty()) checks.id("activity.lead_id", activity.lead_id());
  check_text(activity.actor(), kIdBytesMax, "activity.actor", checks);
  check_instant(activity.occurred_micros(), "activity.occurred_micros", checks);
  check_kind(activity, checks);
  return checks.ok() ? grpc::Status::OK : std::move(checks).status();
}

namespace {

// `at_fault` says more than the row does; empty = no more.
grpc::Status status_of(const std::string& reason, const std::string& at_fault) {
  const auto* row =
      std::find_if(kIgnored.begin(), kIgnored.end(), [&](const Row& each) { return each.reason == reason; });
  const Row found = row == kIgnored.end()
                        ? Row{reason, grpc::StatusCode::FAILED_PRECONDITION, "the lead is not in a state for this"}
                        : *row;
  if (found.code == grpc::StatusCode::OK) return grpc::Status::OK;
  return refusal(found.code, "ACTIVITY_IGNORED", std::string(found.message) + (at_fault.empty() ? "" : ": " + at_fault),
                 {{"ignored_reason", reason}});
}

}  // namespace

grpc::Status status_of_ignored(const std::string& reason) { return status_of(reason, ""); }

grpc::Status status_of_ignored(const std::string& reason, const ApiPorts& ports, const std::string& workspace,
                               const std::string& lead_id) {
  return status_of(reason, reason == "illegal_move" ? whereabouts(ports, workspace, lead_id) : "");
}

std::string activity_bytes(const ApiPorts& ports, const grpc::ServerContext& context, Activity activity) {
  const auto now = to_micros(ports.clock.now());
  activity.set_received_micros(now);
  if (activity.occurred_micros() == 0) activity.set_occurred_micros(now);
  activity.set_traceparent(trace_of(context, activity.activity_id()));
  return activity.SerializeAsString();
}

ActivityOutcome record_activity(ApiPorts& ports, grpc::ServerContext& context, Activity activity,
                                v1::WaitFor wait_for) {
  const Deadline deadline(context);
  const auto id = activity.activity_id();
  const auto workspace = activity.workspace_id();
  const auto lead_id = activity.lead_id();
  if (const auto found = find_workspace(ports, workspace); !found.entry) return {found.missing, ""};
  Command command(ports, "router", id, [workspace](const lead::v1::Event& event) {
    return event.workspace_id() == workspace && (event.has_activity() || event.has_activity_ignored());
  });
  // The router hands the activity on and may refuse it in the same effect, whose facts are told together: so it is
  // heard when `command` is.
  auto ignored = ports.replies.expect("router", id, [workspace](const lead::v1::Event& event) {
    return event.workspace_id() == workspace && event.has_activity_ignored();
  });
  command.append(stream::topics::kSalesActivities, workspace, activity_bytes(ports, context, std::move(activity)));
  if (auto status = command.accepted(deadline); !status.ok() || !waits(wait_for)) return {status, ""};
  if (!command.reply(deadline)) {
    return {deadline.is_cancelled() ? cancelled()
                                    : too_late("the activity is accepted and safe, only its effect is not there yet"),
            ""};
  }
  const auto fact = ignored->wait(Duration::zero());
  const auto reason = fact ? fact->activity_ignored().reason() : "";
  if (!fact) return {grpc::Status::OK, ""};
  return {status_of_ignored(reason, ports, workspace, lead_id), reason};
}

}  // namespace leakproof::api
