// The addresses at which a configuration has members told, held against what the process may call: a notification that
// never goes out is seen by nobody. (A lead that cannot be fetched waits in quarantine and says why.) Pure.
#pragma once
#include <vector>

#include "api/faults.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "net/url.h"

namespace leakproof::api {

// A fault for each address that would never be called, with its place: "members[2].webhook.url".
std::vector<FieldFault> uncallable(const config::v1::Workspace& workspace, const OutboundPolicy& policy);

}  // namespace leakproof::api
