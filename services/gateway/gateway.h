// What the outside talks to: the HTTP endpoints of ingest and the gRPC API, over any log, in any process. It reads the
// configurations in force and the answers to commands from the log itself.
#pragma once
#include "process/gateway.h"

namespace leakproof::gateway {

Result<std::unique_ptr<process::Gateway>> make_gateway(const process::GatewayDependencies& dependencies);

}  // namespace leakproof::gateway
