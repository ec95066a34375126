// A lead as callers see it: what ingest knows of it, and where the router has it. Free functions over the port of
// queries; any thread.
#pragma once
#include <optional>
#include <string>

#include "api/states.h"
#include "leakproof/api/v1/lead_service.pb.h"
#include "leakproof/lead/v1/decision.pb.h"

namespace leakproof::api {

// Nothing when there is no such lead. A lead that the router has not seen yet is in_flight.
Result<std::optional<v1::LeadView>> read_lead(stream::StateReader& states, const std::string& workspace,
                                              const std::string& lead_id);

// Nothing when there is none.
Result<std::optional<lead::v1::Decision>> last_decision(stream::StateReader& states, const std::string& workspace,
                                                        const std::string& lead_id);
void tell_decision(const lead::v1::Decision& decision, v1::SubmitLeadResponse& response);

// WITH_NURTURE -> with_nurture
std::string word_of(std::string enumerator);

}  // namespace leakproof::api
