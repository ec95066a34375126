// Tested by: services/api/lead_service_test.cc
#include "api/dead_letters.h"

#include "api/command.h"
#include "api/faults.h"
#include "base/parse_number.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/state_key.h"
#include "stream/topics.h"

namespace leakproof::api {
namespace {

// What is appended: the input as it was, a submission with the mark that it comes again. Empty when it is none of the
// workspace.
std::string input_of(const lead::v1::DeadLetter& letter, const std::string& workspace) {
  lead::v1::Submission submission;
  lead::v1::Activity activity;
  if (letter.topic() == stream::topics::kLeadSubmissions && submission.ParseFromString(letter.value()) &&
      submission.workspace_id() == workspace) {
    submission.set_replayed(true);
    return submission.SerializeAsString();
  }
  const bool is_activity = letter.topic() == stream::topics::kSalesActivities &&
                           activity.ParseFromString(letter.value()) && activity.workspace_id() == workspace;
  return is_activity ? letter.value() : std::string();
}

}  // namespace

Status count_dead_letters(stream::StateReader& states, const std::string& workspace, v1::GetLedgerResponse& ledger) {
  for (const std::string stage : stream::topics::kStages) {
    const auto counted = states.get(stage, workspace, stream::dead_letters_key(workspace));
    if (!counted.ok() && (stage == "ingest" || stage == "router")) return counted.error();
    if (!counted.ok() || !*counted) continue;
    ledger.set_dead_letters(ledger.dead_letters() + parse_number<std::int64_t>(**counted).value_or(0));
  }
  return {};
}

grpc::Status replay_dead_letter(ApiPorts& ports, grpc::ServerContext& context,
                                const v1::ReplayDeadLetterRequest& request) {
  Checks checks(ports, context, request);
  lead::v1::DeadLetter letter;
  const bool parsed = letter.ParseFromString(request.dead_letter());
  const auto input = parsed ? input_of(letter, request.workspace_id()) : "";
  checks.that(!input.empty(), "dead_letter",
              "must be a record of dead.letters about a submission or an activity of the workspace, with its value");
  if (!checks.ok()) return std::move(checks).status();
  Command command(ports);
  command.append(letter.topic(), request.workspace_id(), input);
  return command.accepted(Deadline(context));
}

}  // namespace leakproof::api
