// What the outside talks to: the HTTP endpoints of ingest and the gRPC API, over any log, in any process. It reads the
// configurations in force and the answers to commands from the log itself.
#pragma once
#include "process/gateway.h"

namespace leakproof {

Result<std::unique_ptr<Gateway>> make_gateway(const GatewayDependencies& dependencies);

}  // namespace leakproof
