// What the processes of the other stages say of themselves, for a doctor who can reach one process only. Each is asked
// by gRPC at the address it announces; those that are down are told as such. Any thread.
#pragma once
#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/secrets.h"
#include "leakproof/api/v1/operations_service.grpc.pb.h"

namespace leakproof::process {

using Findings = std::vector<api::v1::Finding>;

// Addresses, and the stages whose owner is there: "router, scoring".
using Peers = std::map<std::string, std::string>;

// All are asked at once, and none is waited for longer than 2 s. `workspace` is the one whose token opens their answer.
Findings peer_findings(const Peers& peers, const std::string& workspace, const app::FileSecrets& secrets,
                       const std::shared_ptr<grpc::ChannelCredentials>& credentials);

// Of a process without a gateway: how it is. Where a workspace has a secret api_token, callers must send it.
class OperationsService final : public api::v1::OperationsService::Service {
 public:
  // `secrets` outlives it; `findings` is called on gRPC's threads.
  OperationsService(const app::FileSecrets& secrets, std::function<Findings()> findings)
      : secrets_(secrets), findings_(std::move(findings)) {}
  grpc::Status Diagnose(grpc::ServerContext* context, const api::v1::DiagnoseRequest* request,
                        api::v1::DiagnoseResponse* response) override;

 private:
  const app::FileSecrets& secrets_;
  const std::function<Findings()> findings_;
};

}  // namespace leakproof::process
