// Tested by: services/api/lead_service_test.cc
#include "api/faults.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <algorithm>

#include "api/access.h"
#include "api/limits.h"
#include "api/workspaces.h"
#include "base/check.h"
#include "base/encoding.h"

namespace leakproof::api {
namespace {

net::GrpcFault fault_of(grpc::StatusCode code, const std::string& reason, const std::string& message) {
  net::GrpcFault fault;
  fault.code = code;
  fault.reason = reason;
  fault.message = message;
  return fault;
}

}  // namespace

grpc::Status refusal(grpc::StatusCode code, const std::string& reason, const std::string& message,
                     const std::map<std::string, std::string>& metadata) {
  auto fault = fault_of(code, reason, message);
  fault.metadata = metadata;
  return net::grpc_status(fault);
}

grpc::Status invalid(std::vector<net::FieldFault> fields) {
  LEAKPROOF_CHECK(!fields.empty());
  const auto more =
      fields.size() == 1 ? "" : ", and " + std::to_string(fields.size() - 1) + " more: see the violations";
  auto fault = fault_of(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_REQUEST",
                        "the request is not valid: " + fields[0].field + " " + fields[0].detail + more);
  fault.fields = std::move(fields);
  return net::grpc_status(fault);
}

grpc::Status not_found(const std::string& type, const std::string& name) {
  auto fault = fault_of(grpc::StatusCode::NOT_FOUND, "NOT_FOUND", "there is no such " + type);
  fault.resource_type = type;
  fault.resource_name = name;
  return net::grpc_status(fault);
}

grpc::Status no_configuration(const std::string& workspace) {
  auto fault = fault_of(grpc::StatusCode::NOT_FOUND, "NOT_FOUND",
                        "workspace " + workspace + " has no configuration: apply one first");
  fault.resource_type = "workspace";
  fault.resource_name = workspace;
  return net::grpc_status(fault);
}

grpc::Status failed(const Error& error) {
  const bool again = error.disposition() == Disposition::kRetry || error.disposition() == Disposition::kRefence;
  if (!again)
    return net::grpc_status(error, error.disposition() == Disposition::kRefuse ? "INVALID_REQUEST" : "INTERNAL");
  auto fault =
      fault_of(grpc::StatusCode::UNAVAILABLE, "UNAVAILABLE", error.message() + "; try again with the same request_id");
  fault.retry_after = kRetryAfter;
  return net::grpc_status(fault);
}

grpc::Status failed_list(const Error& error) {
  return error.disposition() == Disposition::kRefuse ? invalid({{"page_token", error.message()}}) : failed(error);
}

grpc::Status too_late(const std::string& message) {
  return refusal(grpc::StatusCode::DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", message);
}

grpc::Status cancelled() { return {grpc::StatusCode::CANCELLED, "the caller has gone"}; }

Checks::Checks(const ApiPorts& ports, const grpc::ServerContext& context, const std::string& workspace)
    : access_(access(ports, context, workspace)) {
  id("workspace_id", workspace);
}

std::string in_one_line(const grpc::Status& status) {
  std::string text;
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations())
      text += (text.empty() ? "" : "; ") + violation.field() + " " + violation.description();
  }
  return text.empty() ? status.error_message() : text;
}

Checks& Checks::id(const std::string& field, const std::string& value) {
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c <= '~'; });
  return that(!value.empty() && value.size() <= kIdBytesMax && printable, field,
              "must be 1 to 255 printable ASCII characters without spaces");
}

Checks& Checks::enumerators(const google::protobuf::Message& message, const std::string& path) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    const auto name = path + std::string(field->name());
    if (field->is_repeated()) continue;  // no request has a list with enumerators in it
    if (field->enum_type() != nullptr)
      that(field->enum_type()->FindValueByNumber(reflection.GetEnumValue(message, field)) != nullptr, name,
           "is no value that this version knows");
    else if (field->message_type() != nullptr)
      enumerators(reflection.GetMessage(message, field), name + ".");
  }
  return *this;
}

Checks& Checks::page(int size, const std::string& token) {
  that(size >= 0 && size <= kPageSizeMax, "page_size", "must be 0 to " + std::to_string(kPageSizeMax));
  return that(base64_decode(token).has_value(), "page_token",
              "must be the next_page_token of an answer to the same list");
}

Checks& Checks::configured(const ApiPorts& ports, const std::string& workspace) {
  if (ok()) configured_ = find_workspace(ports, workspace).missing;
  return *this;
}

grpc::Status Checks::status() && {
  if (!access_.ok()) return access_;
  return faults_.empty() ? configured_ : invalid(std::move(faults_));
}

Checks& Checks::that(bool holds, const std::string& field, const std::string& otherwise) {
  if (!holds) faults_.push_back({field, otherwise});
  return *this;
}

}  // namespace leakproof::api
