// Internal: the committed state of the partitions that this process owns, for the API of the others. Any thread.
#pragma once
#include "app/secrets.h"
#include "leakproof/api/v1/state_service.grpc.pb.h"
#include "stream/state_reader.h"

namespace leakproof::process {

class StateService final : public api::v1::StateService::Service {
 public:
  // Both outlive the service. `local` answers for this process only. Where a workspace has a secret api_token, callers
  // must send it.
  StateService(stream::StateReader& local, const app::FileSecrets& secrets) : local_(local), secrets_(secrets) {}

  grpc::Status ReadState(grpc::ServerContext* context, const api::v1::ReadStateRequest* request,
                         api::v1::ReadStateResponse* response) override;
  grpc::Status ScanState(grpc::ServerContext* context, const api::v1::ScanStateRequest* request,
                         api::v1::ScanStateResponse* response) override;

 private:
  grpc::Status check(const grpc::ServerContext& context, const std::string& key, std::string& workspace) const;

  stream::StateReader& local_;
  const app::FileSecrets& secrets_;
};

}  // namespace leakproof::process
