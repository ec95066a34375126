// A failed call, said the way AIP-193 says it: google.rpc.Status in grpc-status-details-bin, ErrorInfo always, the
// other details as given. Any thread.
#pragma once
#include <grpcpp/support/status.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/http_message.h"

namespace leakproof::net {

struct GrpcFault {
  grpc::StatusCode code = grpc::StatusCode::INTERNAL;
  std::string reason;                                    // UPPER_SNAKE, at most 63: a constant a program can switch on
  std::string message;                                   // for a person
  std::map<std::string, std::string> metadata;           // ErrorInfo.metadata
  std::vector<FieldFault> fields;                        // BadRequest: every violation at once
  std::optional<std::chrono::milliseconds> retry_after;  // RetryInfo
  std::string resource_type;                             // ResourceInfo, when not empty
  std::string resource_name;
};

grpc::Status grpc_status(const GrpcFault& fault);
// The one table from our errors to codes: kRetry UNAVAILABLE, kRefuse INVALID_ARGUMENT, kRefence ABORTED, kFatal
// INTERNAL without the message.
grpc::Status grpc_status(const Error& error, const std::string& reason);

}  // namespace leakproof::net
