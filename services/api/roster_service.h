// Members over gRPC: who is here, who is away, who carries how much. Any thread.
#pragma once
#include "api/ports.h"
#include "leakproof/api/v1/roster_service.grpc.pb.h"
#include "leakproof/lead/v1/activity.pb.h"

namespace leakproof::api {

class RosterService final : public v1::RosterService::Service {
 public:
  explicit RosterService(const ApiPorts& ports) : ports_(ports) {}

  grpc::Status ListMembers(grpc::ServerContext* context, const v1::ListMembersRequest* request,
                           v1::ListMembersResponse* response) override;
  grpc::Status ListPools(grpc::ServerContext* context, const v1::ListPoolsRequest* request,
                         v1::ListPoolsResponse* response) override;
  grpc::Status SetPresence(grpc::ServerContext* context, const v1::SetPresenceRequest* request,
                           v1::SetPresenceResponse* response) override;
  grpc::Status AddTimeOff(grpc::ServerContext* context, const v1::AddTimeOffRequest* request,
                          v1::AddTimeOffResponse* response) override;
  grpc::Status CancelTimeOff(grpc::ServerContext* context, const v1::CancelTimeOffRequest* request,
                             v1::CancelTimeOffResponse* response) override;
  grpc::Status ListTimeOff(grpc::ServerContext* context, const v1::ListTimeOffRequest* request,
                           v1::ListTimeOffResponse* response) override;

 private:
  // Answers when the router has taken it: what is listed afterwards shows it. `absence_id` names one that must be there
  // already; empty = none must.
  grpc::Status record(grpc::ServerContext& context, const std::string& member_id, lead::v1::Activity activity,
                      const std::string& absence_id = {});
  grpc::Status find_absence(const std::string& workspace, const std::string& member_id, const std::string& absence_id);

  ApiPorts ports_;
};

}  // namespace leakproof::api
