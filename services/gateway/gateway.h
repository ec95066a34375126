// What the outside talks to: the public HTTP doors and the gRPC API, over any log, in any process. The configurations
// in force and the answers to commands it reads from the log itself.
#pragma once
#include "process/gateway.h"

namespace leakproof {

Result<std::unique_ptr<Gateway>> make_gateway(const GatewayDependencies& dependencies);

}  // namespace leakproof
