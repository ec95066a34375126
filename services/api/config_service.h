// Workspace configuration over gRPC: checked, applied at one point of the log, listed, taken back. Any thread.
#pragma once
#include "api/ports.h"
#include "leakproof/api/v1/config_service.grpc.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::api {

class Deadline;

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
  grpc::Status CancelScheduled(grpc::ServerContext* context, const v1::CancelScheduledRequest* request,
                               v1::CancelScheduledResponse* response) override;
  grpc::Status GetProgress(grpc::ServerContext* context, const v1::GetProgressRequest* request,
                           v1::GetProgressResponse* response) override;

 private:
  // Checks the text, gives the command to the log and waits for what becomes of it; where that is a version, also until
  // the last stage works by it, or time is up.
  grpc::Status apply(grpc::ServerContext& context, lead::v1::ConfigCommand command, v1::ApplyResponse& response);
  // Gives the command to the log and waits for the fact that answers it.
  grpc::Status settle(const Deadline& deadline, lead::v1::ConfigCommand command, lead::v1::Event& fact);
  grpc::Status get_scheduled(const v1::GetRequest& request, v1::ConfigView& view);
  // Until every stage works by the response's version, or time is up; says by which each works.
  void await_every_stage(const Deadline& deadline, const std::string& workspace, v1::ApplyResponse& response);

  ApiPorts ports_;
};

}  // namespace leakproof::api
