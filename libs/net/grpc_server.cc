#include "net/grpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>

#include "net/limits.h"

namespace leakproof {
namespace {

bool is_local(const std::string& address) {
  // Only digits and dots: "127.example.com" is a name of somebody's.
  const bool is_number = address.find_first_not_of("0123456789.:") == address.npos;
  return address.starts_with("unix:") || (is_number && address.starts_with("127.")) || address.starts_with("[::1]:") ||
         address.starts_with("localhost:");
}

// Linking the reflection library is enough to switch it on in every server of the process: so it is taken out again.
class WithoutReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) { return plugin->name() == "proto_server_reflection"; });
  }
};

}  // namespace

Result<std::unique_ptr<GrpcServer>> GrpcServer::start(const GrpcServerOptions& options, const std::vector<grpc::Service*>& services) {
  if (!options.allow_remote && !is_local(options.address)) {
    return refuse("gRPC on " + options.address +
                  " would be open to the network: bind 127.0.0.1 or a unix socket, or allow remote access with mTLS");
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  if (!options.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  // Without it two processes could share a port and each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kGrpcMessageBytesMax);
  int port = 0;
  builder.AddListeningPort(options.address, options.credentials, &port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  auto server = builder.BuildAndStart();
  if (!server) return refuse("gRPC cannot listen on " + options.address + ": choose another address or end what holds it");
  return std::unique_ptr<GrpcServer>(new GrpcServer(std::move(server), port));
}

GrpcServer::~GrpcServer() { stop({}); }

void GrpcServer::set_serving(const std::string& service, bool serving) {
  if (auto* health = server_->GetHealthCheckService()) health->SetServingStatus(service, serving);
}

void GrpcServer::stop(std::chrono::milliseconds at_most) {
  if (auto* health = server_->GetHealthCheckService()) health->SetServingStatus(false);
  server_->Shutdown(std::chrono::system_clock::now() + at_most);
  server_->Wait();
}

}  // namespace leakproof
