// Internal: the committed state of the partitions that this process owns, for the API of the others. Any thread.
#pragma once
#include "leakproof/api/v1/state_service.grpc.pb.h"
#include "stream/state_reader.h"

namespace leakproof {

class StateService final : public api::v1::StateService::Service {
 public:
  // `local` answers for this instance only and outlives the service.
  explicit StateService(stream::StateReader& local) : local_(local) {}

  grpc::Status ReadState(grpc::ServerContext* context, const api::v1::ReadStateRequest* request,
                         api::v1::ReadStateResponse* response) override;
  grpc::Status ScanState(grpc::ServerContext* context, const api::v1::ScanStateRequest* request,
                         api::v1::ScanStateResponse* response) override;

 private:
  stream::StateReader& local_;
};

}  // namespace leakproof
