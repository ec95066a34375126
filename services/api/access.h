// Who may call on a workspace: whoever sends its token, "authorization: Bearer TOKEN", where its secrets hold an
// api_token; anybody who reaches the port where they hold none and never did; nobody where it is lost. While a token is
// replaced, api_token.previous is good too. Any thread.
#pragma once
#include <grpcpp/server_context.h>

#include <string>

#include "api/ports.h"
#include "net/grpc_status.h"

namespace leakproof::api {

// OK, or UNAUTHENTICATED. Takes the same time whatever the token.
grpc::Status access(const ApiPorts& ports, const grpc::ServerContext& context, const std::string& workspace);

}  // namespace leakproof::api
