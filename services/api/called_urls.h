// The addresses that a configuration has called, held against what the process may call: those at which members are
// told, and those from which leads are fetched. A call that is never made is seen by nobody. Pure.
#pragma once
#include <vector>

#include "api/faults.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "net/url.h"

namespace leakproof::api {

// A fault for each address that would never be called, with its place: "members[2].webhook.url".
std::vector<net::FieldFault> uncallable(const config::v1::Workspace& workspace, const net::OutboundPolicy& policy);

}  // namespace leakproof::api
