// Tested by: services/api/access_test.cc
#include "api/operations_service.h"

#include "api/faults.h"

namespace leakproof::api {

grpc::Status OperationsService::Diagnose(grpc::ServerContext* context, const v1::DiagnoseRequest* request,
                                         v1::DiagnoseResponse* response) {
  Checks checks(ports_, *context, *request);
  if (!checks.ok()) return std::move(checks).status();
  for (auto& finding : diagnose_(request->workspace_id())) *response->add_findings() = std::move(finding);
  return grpc::Status::OK;
}

}  // namespace leakproof::api
