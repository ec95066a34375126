// The published topics over gRPC, on either log: the stages' journals read through the rule and
// libs/stream/projection.h, so a subscriber sees what a Kafka client sees. One of gRPC's threads a subscription.
#pragma once
#include "api/ports.h"
#include "leakproof/api/v1/event_service.grpc.pb.h"

namespace leakproof::api {

class EventService final : public v1::EventService::Service {
 public:
  explicit EventService(const ApiPorts& ports) : ports_(ports) {}

  grpc::Status Subscribe(grpc::ServerContext* context, const v1::SubscribeRequest* request,
                         grpc::ServerWriter<v1::SubscribeResponse>* writer) override;

 private:
  ApiPorts ports_;
};

}  // namespace leakproof::api
