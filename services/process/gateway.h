// The port of the part of a process that serves the outside: HTTP endpoints and the API. Implemented by
// services/gateway.
#pragma once
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/secrets.h"
#include "app/settings.h"
#include "base/time.h"
#include "leakproof/api/v1/operations_service.pb.h"
#include "observe/metrics.h"
#include "stream/log.h"
#include "stream/state_reader.h"

namespace leakproof::process {

class Gateway {
 public:
  virtual ~Gateway() = default;
  // The services to be served on the process's gRPC port; they outlive the server.
  virtual std::vector<grpc::Service*> services() = 0;
  // Their full names, for the health service.
  virtual std::vector<std::string> service_names() const = 0;
  virtual int http_port() const = 0;
  // Takes no new requests, then waits until those under way have ended, at most `timeout` long.
  virtual void close(Duration timeout) = 0;
};

struct GatewayDependencies {  // all outlive the gateway
  stream::Log& log;
  stream::StateReader& states;
  const Clock& clock;
  observe::Metrics& metrics;
  const app::FileSecrets& secrets;
  const app::Settings& settings;
  // How this process is and, asked with a workspace's token, those of the other stages are; self_check.h. Any thread.
  std::function<std::vector<api::v1::Finding>(const std::string& workspace)> findings;
};
// Makes a gateway that already listens. kFatal: a port is taken.
using MakeGateway = std::function<Result<std::unique_ptr<Gateway>>(const GatewayDependencies&)>;

}  // namespace leakproof::process
