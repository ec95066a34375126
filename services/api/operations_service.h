// gRPC OperationsService: tells an operator what is wrong here. Any thread.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "api/ports.h"
#include "leakproof/api/v1/operations_service.grpc.pb.h"

namespace leakproof::api {

// How the process and the workspace are; called on gRPC's threads.
using Diagnosis = std::function<std::vector<v1::Finding>(const std::string& workspace)>;

class OperationsService final : public v1::OperationsService::Service {
 public:
  OperationsService(const ApiPorts& ports, Diagnosis diagnose) : ports_(ports), diagnose_(std::move(diagnose)) {}
  grpc::Status Diagnose(grpc::ServerContext* context, const v1::DiagnoseRequest* request,
                        v1::DiagnoseResponse* response) override;

 private:
  ApiPorts ports_;
  const Diagnosis diagnose_;
};

}  // namespace leakproof::api
