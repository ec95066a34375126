// Ids that are functions of what they stand for, so that every retry has the same at every endpoint without shared
// memory. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::ingest {

// Of a submission, by the platform's id of it or an Idempotency-Key.
std::string receipt_id(std::string_view workspace, std::string_view source, std::string_view provider_id);
// Of a lead, by the first receipt that made it.
std::string lead_id(std::string_view first_receipt_id);

}  // namespace leakproof::ingest
