// Leads that are nurture's and may be sent nothing: how many for each reason, and which. Free functions over the port
// of queries; any thread.
//
// Cost: one read, and of a page one read a lead and one a batch, however many leads there are.
#pragma once
#include <string>

#include "api/states.h"
#include "leakproof/api/v1/lead_service.pb.h"

namespace leakproof::api {

bool is_silent_reason(const std::string& reason);
std::string silent_reason_names();  // "opted_out, no_consent, …"

Status list_silent(stream::StateReader& states, const v1::ListSilentLeadsRequest& request,
                   v1::ListSilentLeadsResponse& response);

}  // namespace leakproof::api
