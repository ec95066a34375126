#include "net/grpc_status.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace leakproof::net {
namespace {

constexpr const char* kDomain = "leakproof";

void add_fields(const GrpcFault& fault, google::rpc::Status& status) {
  if (fault.fields.empty()) return;
  google::rpc::BadRequest violations;
  for (const FieldFault& field : fault.fields) {
    auto& violation = *violations.add_field_violations();
    violation.set_field(field.field);
    violation.set_description(field.detail);
  }
  status.add_details()->PackFrom(violations);
}

void add_retry(const GrpcFault& fault, google::rpc::Status& status) {
  if (!fault.retry_after) return;
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(fault.retry_after->count() / 1000);
  info.mutable_retry_delay()->set_nanos(static_cast<int>(fault.retry_after->count() % 1000) * 1'000'000);
  status.add_details()->PackFrom(info);
}

void add_resource(const GrpcFault& fault, google::rpc::Status& status) {
  if (fault.resource_type.empty()) return;
  google::rpc::ResourceInfo info;
  info.set_resource_type(fault.resource_type);
  info.set_resource_name(fault.resource_name);
  status.add_details()->PackFrom(info);
}

grpc::StatusCode code_of(Disposition disposition) {
  switch (disposition) {
    case Disposition::kRetry:
      return grpc::StatusCode::UNAVAILABLE;
    case Disposition::kRefuse:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case Disposition::kRefence:
      return grpc::StatusCode::ABORTED;
    case Disposition::kFatal:
      return grpc::StatusCode::INTERNAL;
  }
  return grpc::StatusCode::INTERNAL;
}

}  // namespace

grpc::Status grpc_status(const GrpcFault& fault) {
  google::rpc::Status status;
  status.set_code(fault.code);
  status.set_message(fault.message);
  google::rpc::ErrorInfo info;
  info.set_reason(fault.reason);
  info.set_domain(kDomain);
  info.mutable_metadata()->insert(fault.metadata.begin(), fault.metadata.end());
  status.add_details()->PackFrom(info);
  add_fields(fault, status);
  add_retry(fault, status);
  add_resource(fault, status);
  return grpc::Status(fault.code, fault.message, status.SerializeAsString());
}

grpc::Status grpc_status(const Error& error, const std::string& reason) {
  GrpcFault fault;
  fault.code = code_of(error.disposition());
  fault.reason = reason;
  fault.message =
      error.disposition() == Disposition::kFatal ? "an internal error; see the server's log" : error.message();
  return grpc_status(fault);
}

}  // namespace leakproof::net
