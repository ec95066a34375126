// Inputs that a stage could not take in: how many there are, and how one is handed in again. Any thread.
#pragma once
#include <string>

#include "api/ports.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"

namespace leakproof::api {

// Of all stages; one whose state cannot be read now is left out, but for ingest and router, of which the ledger tells.
Status count_dead_letters(stream::StateReader& states, const std::string& workspace, v1::GetLedgerResponse& ledger);

// Refused: what is no dead letter of the workspace, or not of an input, or was too large to be kept with it.
grpc::Status replay_dead_letter(ApiPorts& ports, grpc::ServerContext& context,
                                const v1::ReplayDeadLetterRequest& request);

}  // namespace leakproof::api
