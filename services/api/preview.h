// What would happen to a lead now: the stages' own processors over a scratch copy of the committed state. Nothing is
// appended, kept or called.
#pragma once
#include "api/ports.h"
#include "leakproof/api/v1/routing_service.pb.h"

#include <grpcpp/support/status.h>

namespace leakproof::api {

// FAILED_PRECONDITION when the lead would not get as far as a decision, with the reason. Compiles the configuration:
// milliseconds.
grpc::Status preview(ApiPorts& ports, const v1::PreviewRequest& request, lead::v1::Decision& decision);

}  // namespace leakproof::api
