// The bearer token of a call: "authorization: Bearer TOKEN" (RFC 6750). Any thread.
#pragma once
#include <grpcpp/client_context.h>
#include <grpcpp/server_context.h>

#include <string>
#include <string_view>

#include "base/ascii.h"

namespace leakproof::net {

// Of the value of the header; empty when there is none. The scheme is in any case (RFC 9110 11.1).
inline std::string_view token_of_header(std::string_view value) {
  constexpr std::string_view kScheme = "bearer ";
  return lower_case(value.substr(0, kScheme.size())) == kScheme ? value.substr(kScheme.size()) : std::string_view();
}
// Empty when there is none.
inline std::string bearer_token(const grpc::ServerContext& context) {
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return {};
  return std::string(token_of_header({found->second.data(), found->second.size()}));
}
inline void send_bearer_token(grpc::ClientContext& context, const std::string& token) {
  context.AddMetadata("authorization", "Bearer " + token);
}

}  // namespace leakproof::net
