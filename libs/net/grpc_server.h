// A gRPC server with our rules: messages up to 1 MiB, the health service, reflection when asked for, and no port open
// to the network but for peers whose certificate is known (mTLS). Services are synchronous: gRPC's own threads run
// them.
#pragma once
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace leakproof::net {

// PEM files, read when the server starts.
struct GrpcTls {
  std::filesystem::path certificate;  // ours, with the chain behind it
  std::filesystem::path key;
  std::filesystem::path client_ca;  // who signs the certificates of those who may connect
};

// To call another server of ours: the same certificate, and the same authority for theirs. Plain without TLS.
Result<std::shared_ptr<grpc::ChannelCredentials>> peer_credentials(const std::optional<GrpcTls>& tls);

// From now on gRPC's own lines are lines of our log. Once, before any server.
void log_grpc_lines();

struct GrpcServerOptions {
  std::string address = "127.0.0.1:0";  // host:port, or unix:/path
  bool reflection = false;     // once on, on for every server that this process starts later: gRPC keeps it globally
  std::optional<GrpcTls> tls;  // without it only loopback and unix sockets are bound
};

class GrpcServer {
 public:
  // Serves when it returns; kRefuse: an address that would be open to the network or is none of ours; kFatal: it is
  // taken. `services` outlive the server. Health
  // knows "" (the whole server) as SERVING; set_serving names others.
  static Result<std::unique_ptr<GrpcServer>> start(const GrpcServerOptions& options,
                                                   const std::vector<grpc::Service*>& services);
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

}  // namespace leakproof::net
