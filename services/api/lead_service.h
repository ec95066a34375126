// Leads over gRPC: handed in, looked up, followed; activities; the ledger. Any thread.
#pragma once
#include "api/ports.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"

namespace leakproof::api {

class LeadService final : public v1::LeadService::Service {
 public:
  explicit LeadService(const ApiPorts& ports) : ports_(ports) {}

  grpc::Status SubmitLead(grpc::ServerContext* context, const v1::SubmitLeadRequest* request,
                          v1::SubmitLeadResponse* response) override;
  grpc::Status SubmitLeads(grpc::ServerContext* context,
                           grpc::ServerReaderWriter<v1::SubmitLeadsResponse, v1::SubmitLeadRequest>* stream) override;
  grpc::Status GetLead(grpc::ServerContext* context, const v1::GetLeadRequest* request,
                       v1::GetLeadResponse* response) override;
  grpc::Status LookupLeads(grpc::ServerContext* context, const v1::LookupLeadsRequest* request,
                           v1::LookupLeadsResponse* response) override;
  grpc::Status GetTimeline(grpc::ServerContext* context, const v1::GetTimelineRequest* request,
                           v1::GetTimelineResponse* response) override;
  grpc::Status RecordActivity(grpc::ServerContext* context, const v1::RecordActivityRequest* request,
                              v1::RecordActivityResponse* response) override;
  grpc::Status ListQuarantined(grpc::ServerContext* context, const v1::ListQuarantinedRequest* request,
                               v1::ListQuarantinedResponse* response) override;
  grpc::Status ListSilentLeads(grpc::ServerContext* context, const v1::ListSilentLeadsRequest* request,
                               v1::ListSilentLeadsResponse* response) override;
  grpc::Status ReplayDeadLetter(grpc::ServerContext* context, const v1::ReplayDeadLetterRequest* request,
                                v1::ReplayDeadLetterResponse* response) override;
  grpc::Status GetLedger(grpc::ServerContext* context, const v1::GetLedgerRequest* request,
                         v1::GetLedgerResponse* response) override;

 private:
  ApiPorts ports_;
};

}  // namespace leakproof::api
