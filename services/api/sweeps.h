// What sweeps look for, read off the router's indices: how many leads, since when, and which. Free functions over the
// port of queries; any thread.
//
// Cost: of all kinds three reads each; of a page one read a lead and one a batch, however many leads there are.
#pragma once
#include <string>

#include "api/states.h"
#include "leakproof/api/v1/routing_service.pb.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::api {

// Of a class that sweeps look for, or stuck_in_hold.
bool is_sweep_kind(const std::string& kind);
std::string sweep_kinds();  // "unowned, no_follow_up, …"

Status tell_sweeps(stream::StateReader& states, const config::v1::Workspace& workspace,
                   v1::ListSweepsResponse& response);
Status list_swept(stream::StateReader& states, const v1::ListSweptLeadsRequest& request,
                  v1::ListSweptLeadsResponse& response);

}  // namespace leakproof::api
