// Tested by: services/api/access_test.cc
#include "api/access.h"

#include "api/faults.h"
#include "net/bearer.h"
#include "observe/log.h"
#include "observe/log_limit.h"

namespace leakproof::api {
namespace {

const char* what_is_wrong(const ApiPorts& ports, const std::string& workspace, const std::string& token) {
  if (ports.secrets.live(workspace, app::kApiToken).empty())
    return "this workspace has a token, and its file is gone from the server's secrets: put api_token back there";
  return token.empty() ? "this workspace has a token: send it as authorization: Bearer TOKEN"
                       : "this is not the token of the workspace";
}

// One line a minute and workspace: who guesses tokens fills no disk.
void tell_refused(const ApiPorts& ports, const std::string& workspace, const std::string& token) {
  static observe::LogLimit* const lines =
      new observe::LogLimit;                                    // never destroyed: calls may end after the main thread
  const bool known = ports.configs.find(workspace) != nullptr;  // else a stranger made the name
  if (const auto more = lines->take(known ? workspace : "", ports.clock.now()))
    observe::log_warn("call_refused", {{"workspace", known ? workspace : ""},
                                       {"reason", token.empty() ? "no token" : "not its token"},
                                       {"more_before", *more}});
}

}  // namespace

grpc::Status access(const ApiPorts& ports, const grpc::ServerContext& context, const std::string& workspace) {
  if (ports.secrets.is_open(workspace)) return grpc::Status::OK;
  const auto token = net::bearer_token(context);
  if (ports.secrets.matches(workspace, app::kApiToken, token)) return grpc::Status::OK;
  tell_refused(ports, workspace, token);
  return refusal(grpc::StatusCode::UNAUTHENTICATED, token.empty() ? "TOKEN_REQUIRED" : "TOKEN_INVALID",
                 what_is_wrong(ports, workspace, token));
}

}  // namespace leakproof::api
