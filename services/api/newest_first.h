// Pages of lists whose keys end in a place in the audit chain, against their order. Free functions over the port of
// queries; any thread.
#pragma once
#include <string>

#include "api/states.h"

namespace leakproof::api {

// The audit records of a workspace, the newest first. Reads what it returns, in batches from the end of the chain.
// `request` and errors as read_page() has them.
Result<Page> newest_audits(stream::StateReader& states, const std::string& workspace, const PageRequest& request);

// The ids of a lead's decisions, the newest first. Reads all of them: a lead has tens.
Result<Page> newest_decisions_of(stream::StateReader& states, const std::string& workspace, const std::string& lead,
                                 const PageRequest& request);

}  // namespace leakproof::api
