// Tested by: services/api/access_test.cc
#include "api/access.h"

#include "api/faults.h"

namespace leakproof::api {
namespace {

constexpr const char* kSecret = "api_token";

std::string token_of(const grpc::ServerContext& context) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return {};
  const std::string value(found->second.data(), found->second.size());
  return value.starts_with(kScheme) ? value.substr(kScheme.size()) : std::string();
}

}  // namespace

grpc::Status access(const ApiPorts& ports, const grpc::ServerContext& context, const std::string& workspace) {
  if (ports.secrets.live(workspace, kSecret).empty()) return grpc::Status::OK;
  const auto token = token_of(context);
  if (ports.secrets.matches(workspace, kSecret, token)) return grpc::Status::OK;
  return refusal(
      grpc::StatusCode::UNAUTHENTICATED, token.empty() ? "TOKEN_REQUIRED" : "TOKEN_INVALID",
      token.empty() ? "this workspace has a token: send it as authorization: Bearer TOKEN" : "this is not the token of the workspace");
}

}  // namespace leakproof::api
