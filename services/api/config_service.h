// Workspace configuration over gRPC: checked, applied at one point of the log, listed, taken back. Any thread.
#pragma once
#include "api/ports.h"
#include "leakproof/api/v1/config_service.grpc.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::api {

class ConfigService final : public v1::ConfigService::Service {
 public:
  explicit ConfigService(const ApiPorts& ports) : ports_(ports) {}

  grpc::Status Validate(grpc::ServerContext* context, const v1::ValidateRequest* request,
                        v1::ValidateResponse* response) override;
  grpc::Status Apply(grpc::ServerContext* context, const v1::ApplyRequest* request,
                     v1::ApplyResponse* response) override;
  grpc::Status Get(grpc::ServerContext* context, const v1::GetRequest* request, v1::GetResponse* response) override;
  grpc::Status List(grpc::ServerContext* context, const v1::ListRequest* request, v1::ListResponse* response) override;
  grpc::Status Rollback(grpc::ServerContext* context, const v1::RollbackRequest* request,
                        v1::RollbackResponse* response) override;

 private:
  // Gives the command to the log and waits for what becomes of it; `version` is the one it made.
  grpc::Status apply(grpc::ServerContext& context, const lead::v1::ConfigCommand& command, std::int64_t& version);

  ApiPorts ports_;
};

}  // namespace leakproof::api
