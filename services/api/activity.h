// An activity on its way: checked, appended, and what became of it. Serves RecordActivity, the roster's commands and
// ClaimLead. Free functions; any thread.
#pragma once
#include <string>

#include "api/command.h"
#include "api/faults.h"
#include "api/ports.h"
#include "leakproof/api/v1/wait_for.pb.h"
#include "leakproof/lead/v1/activity.pb.h"

namespace leakproof::api {

// INVALID_ARGUMENT with every violation, or OK.
// `request` holds the activity: its enumerators are named by their place in it.
grpc::Status check_activity(const lead::v1::Activity& activity, const google::protobuf::Message& request);

// Collects what is wrong with a transfer whose fields stand at `path`.
void check_transfer(const lead::v1::Transfer& transfer, const std::string& path, Checks& checks);

struct ActivityOutcome {
  grpc::Status status;         // an ignored activity is an error where the caller should do something else
  std::string ignored_reason;  // why it had no effect, for one duplicate: it had it before
};
// The caller has passed access(), `activity` check_activity. Waits as `wait_for` says; DECIDED: until the router has
// taken it.
ActivityOutcome record_activity(ApiPorts& ports, grpc::ServerContext& context, lead::v1::Activity activity,
                                v1::WaitFor wait_for);

// The status for a reason of ActivityIgnored; OK for one that only says that there was nothing to do.
grpc::Status status_of_ignored(const std::string& reason);
// Of a word about a lead: where the lead's state does not allow it, the state is read and told.
grpc::Status status_of_ignored(const std::string& reason, const ApiPorts& ports, const std::string& workspace,
                               const std::string& lead_id);

// Stamps what every activity gets at the door and gives its bytes.
std::string activity_bytes(const ApiPorts& ports, const grpc::ServerContext& context, lead::v1::Activity activity);

}  // namespace leakproof::api
