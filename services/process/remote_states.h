// Committed state wherever its owner is: from this process when the partition is served here, else asked of its owner
// by gRPC. Thread-safe; a remote read is one round trip.
#pragma once
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>

#include "app/secrets.h"
#include "base/mutex.h"
#include "leakproof/api/v1/state_service.grpc.pb.h"
#include "process/owner_directory.h"
#include "stream/local_states.h"

namespace leakproof::process {

class RemoteStates final : public stream::StateReader {
 public:
  // References outlive it; every process reads the same secrets. `credentials` are those of calls to other processes.
  RemoteStates(stream::LocalStates& local, const OwnerDirectory& owners, const app::FileSecrets& secrets,
               std::shared_ptr<grpc::ChannelCredentials> credentials)
      : local_(local), owners_(owners), secrets_(secrets), credentials_(std::move(credentials)) {}
  Result<std::optional<std::string>> get(const std::string& stage, const std::string& workspace,
                                         std::string_view key) override;
  Result<std::vector<std::pair<std::string, std::string>>> scan(const std::string& stage, const std::string& workspace,
                                                                std::string_view prefix, std::string_view after,
                                                                int limit) override;

 private:
  struct Owner {
    std::string place;  // for messages: "router/2 at host:port"
    api::v1::StateService::Stub* stub;
  };
  Result<Owner> owner_of(const std::string& stage, const std::string& workspace);
  void prepare(grpc::ClientContext& context, const std::string& workspace) const;

  stream::LocalStates& local_;
  const OwnerDirectory& owners_;
  const app::FileSecrets& secrets_;
  const std::shared_ptr<grpc::ChannelCredentials> credentials_;
  Mutex mutex_;
  std::map<std::string, std::unique_ptr<api::v1::StateService::Stub>> stubs_
      LEAKPROOF_GUARDED_BY(mutex_);  // by address, kept
};

}  // namespace leakproof::process
