// Decisions over gRPC: read, explained, tried out, and a lead taken over by a person. Any thread.
#pragma once
#include "api/ports.h"
#include "leakproof/api/v1/routing_service.grpc.pb.h"

namespace leakproof::api {

class RoutingService final : public v1::RoutingService::Service {
 public:
  explicit RoutingService(const ApiPorts& ports) : ports_(ports) {}

  grpc::Status GetDecision(grpc::ServerContext* context, const v1::GetDecisionRequest* request,
                           v1::GetDecisionResponse* response) override;
  grpc::Status ListDecisions(grpc::ServerContext* context, const v1::ListDecisionsRequest* request,
                             v1::ListDecisionsResponse* response) override;
  grpc::Status Explain(grpc::ServerContext* context, const v1::ExplainRequest* request,
                       v1::ExplainResponse* response) override;
  grpc::Status ClaimLead(grpc::ServerContext* context, const v1::ClaimLeadRequest* request,
                         v1::ClaimLeadResponse* response) override;
  grpc::Status TransferLead(grpc::ServerContext* context, const v1::TransferLeadRequest* request,
                            v1::TransferLeadResponse* response) override;
  grpc::Status ListSweeps(grpc::ServerContext* context, const v1::ListSweepsRequest* request,
                          v1::ListSweepsResponse* response) override;
  grpc::Status ListSweptLeads(grpc::ServerContext* context, const v1::ListSweptLeadsRequest* request,
                              v1::ListSweptLeadsResponse* response) override;
  grpc::Status Preview(grpc::ServerContext* context, const v1::PreviewRequest* request,
                       v1::PreviewResponse* response) override;

 private:
  ApiPorts ports_;
};

}  // namespace leakproof::api
