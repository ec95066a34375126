// The bearer token of a gRPC call: "authorization: Bearer TOKEN" (RFC 6750). Any thread.
#pragma once
#include <grpcpp/client_context.h>
#include <grpcpp/server_context.h>

#include <string>

namespace leakproof::net {

// Empty when there is none.
inline std::string bearer_token(const grpc::ServerContext& context) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return {};
  const std::string value(found->second.data(), found->second.size());
  return value.starts_with(kScheme) ? value.substr(kScheme.size()) : std::string();
}
inline void send_bearer_token(grpc::ClientContext& context, const std::string& token) {
  context.AddMetadata("authorization", "Bearer " + token);
}

}  // namespace leakproof::net
