#include "process/remote_states.h"

#include "net/bearer.h"

namespace leakproof::process {
namespace {

constexpr std::int64_t kPatienceMillis = 2000;

// Whatever went wrong, asking again is safe and may find another owner.
Error unanswered(const std::string& place, const grpc::Status& status) {
  return retry("the owner of " + place + " does not answer: " + status.error_message());
}

}  // namespace

Result<RemoteStates::Owner> RemoteStates::owner_of(const std::string& stage, const std::string& workspace) {
  const auto partition = stream::partition_of(workspace, local_.partitions());
  const std::string place = stage + "/" + std::to_string(partition);
  const auto address = owners_.find(stage, partition);
  if (!address) return retry("nobody owns " + place + " yet");
  MutexLock lock(mutex_);
  auto& stub = stubs_[*address];
  if (!stub) stub = api::v1::StateService::NewStub(grpc::CreateChannel(*address, credentials_));
  return Owner{place + " at " + *address, stub.get()};
}

void RemoteStates::prepare(grpc::ClientContext& context, const std::string& workspace) const {
  context.set_deadline(gpr_time_from_millis(kPatienceMillis, GPR_TIMESPAN));
  if (auto token = secrets_.get(workspace, app::kApiToken)) net::send_bearer_token(context, *token);
}

Result<std::optional<std::string>> RemoteStates::get(const std::string& stage, const std::string& workspace,
                                                     std::string_view key) {
  if (local_.serves(stage, workspace)) return local_.get(stage, workspace, key);
  LEAKPROOF_ASSIGN(owner, owner_of(stage, workspace));
  api::v1::ReadStateRequest request;
  request.set_stage(stage);
  request.set_key(std::string(key));
  grpc::ClientContext context;
  prepare(context, workspace);
  api::v1::ReadStateResponse response;
  if (auto status = owner.stub->ReadState(&context, request, &response); !status.ok())
    return unanswered(owner.place, status);
  return response.has_value() ? std::optional(std::move(*response.mutable_value())) : std::nullopt;
}

Result<std::vector<std::pair<std::string, std::string>>> RemoteStates::scan(const std::string& stage,
                                                                            const std::string& workspace,
                                                                            std::string_view prefix,
                                                                            std::string_view after, int limit) {
  if (local_.serves(stage, workspace)) return local_.scan(stage, workspace, prefix, after, limit);
  LEAKPROOF_ASSIGN(owner, owner_of(stage, workspace));
  api::v1::ScanStateRequest request;
  request.set_stage(stage);
  request.set_prefix(std::string(prefix));
  request.set_after(std::string(after));
  request.set_limit(limit);
  grpc::ClientContext context;
  prepare(context, workspace);
  api::v1::ScanStateResponse response;
  if (auto status = owner.stub->ScanState(&context, request, &response); !status.ok())
    return unanswered(owner.place, status);
  std::vector<std::pair<std::string, std::string>> entries;
  for (auto& entry : *response.mutable_entries())
    entries.emplace_back(std::move(*entry.mutable_key()), std::move(*entry.mutable_value()));
  return entries;
}

}  // namespace leakproof::process
