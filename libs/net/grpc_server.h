// A gRPC server with our rules: messages up to 1 MiB, the health service, reflection when asked for, and no open port to the network
// unless somebody says so in the configuration. Services are synchronous: gRPC's own threads run them.
#pragma once
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace leakproof {

struct GrpcServerOptions {
  std::string address = "127.0.0.1:0";  // host:port, or unix:/path
  bool allow_remote = false;            // without it only loopback and unix sockets are bound
  bool reflection = false;              // once on, on for every server that this process starts later: gRPC keeps it globally
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
};

class GrpcServer {
 public:
  // Serves when it returns. `services` outlive the server. Health knows "" (the whole server) as SERVING; set_serving names others.
  static Result<std::unique_ptr<GrpcServer>> start(const GrpcServerOptions& options, const std::vector<grpc::Service*>& services);
  ~GrpcServer();  // stop at once
  int port() const { return port_; }
  // Readiness as health checks see it: "" for the whole server, or the full name of a service.
  void set_serving(const std::string& service, bool serving);
  // NOT_SERVING first, then calls may end until `at_most` is over, then they are cancelled.
  void stop(std::chrono::milliseconds at_most);

 private:
  GrpcServer(std::unique_ptr<grpc::Server> server, int port) : server_(std::move(server)), port_(port) {}
  std::unique_ptr<grpc::Server> server_;
  int port_;
};

}  // namespace leakproof
