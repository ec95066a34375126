// What a caller is told when a call fails, AIP-193: the code, a reason that a program can switch on, and the details.
// Free functions.
#pragma once
#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include <concepts>
#include <map>
#include <string>
#include <vector>

#include "api/ports.h"
#include "base/result.h"
#include "net/grpc_status.h"

namespace leakproof::api {

grpc::Status refusal(grpc::StatusCode code, const std::string& reason, const std::string& message,
                     const std::map<std::string, std::string>& metadata = {});
// INVALID_ARGUMENT with every violation.
grpc::Status invalid(std::vector<net::FieldFault> fields);
// `type` as in "lead", "workspace".
grpc::Status not_found(const std::string& type, const std::string& name);
// For a workspace without a configuration: it has nothing else either.
grpc::Status no_configuration(const std::string& workspace);
// An error of the log or of a state, said by the one table of libs/net; what may be tried again says so with RetryInfo.
grpc::Status failed(const Error& error);
// The same of a list, whose one argument that only the reading of it can refuse is the page token.
grpc::Status failed_list(const Error& error);
// DEADLINE_EXCEEDED; `message` says what is safe.
grpc::Status too_late(const std::string& message);
grpc::Status cancelled();

// For an answer that has no room for details: what is wrong with each field, or else the message.
std::string in_one_line(const grpc::Status& status);

// Collects what is wrong with a request, every field before the answer.
class Checks {
 public:
  Checks() = default;
  // Of a call on a workspace: the caller has to be let in (access.h), and that is told before anything else.
  Checks(const ApiPorts& ports, const grpc::ServerContext& context, const std::string& workspace);
  // The same, with what holds for every request.
  template <std::derived_from<google::protobuf::Message> Request>
  Checks(const ApiPorts& ports, const grpc::ServerContext& context, const Request& request)
      : Checks(ports, context, request.workspace_id()) {
    enumerators(request);
  }
  // 1 to 255 printable ASCII characters.
  Checks& id(const std::string& field, const std::string& value);
  // Every enumerator in it, and in the messages within, is one that we know.
  Checks& enumerators(const google::protobuf::Message& message, const std::string& path = {});
  // `size` 0 is the default; `token` is empty or a next_page_token.
  Checks& page(int size, const std::string& token);
  // What is asked for is of a workspace with a configuration; looked for only when all else is in order, so it comes
  // last. NOT_FOUND, or UNAVAILABLE while nobody can say.
  Checks& configured(const ApiPorts& ports, const std::string& workspace);
  Checks& that(bool holds, const std::string& field, const std::string& otherwise);
  bool ok() const { return access_.ok() && faults_.empty() && configured_.ok(); }
  grpc::Status status() &&;

 private:
  grpc::Status access_, configured_;
  std::vector<net::FieldFault> faults_;
};

}  // namespace leakproof::api
