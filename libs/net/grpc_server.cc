#include "net/grpc_server.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>

#include "base/read_file.h"
#include "grpc/health/v1/health.pb.h"
#include "net/limits.h"
#include "net/tcp_probe.h"
#include "observe/log.h"

namespace leakproof::net {
namespace {

bool is_local(const std::string& address) {
  // Only digits and dots: "127.example.com" is a name of somebody's.
  const bool is_number = address.find_first_not_of("0123456789.:") == address.npos;
  return address.starts_with("unix:") || (is_number && address.starts_with("127.")) || address.starts_with("[::1]:") ||
         address.starts_with("localhost:");
}

Result<std::string> read_pem(const std::filesystem::path& file) {
  LEAKPROOF_ASSIGN(text, read_file(file));
  if (text.find("-----BEGIN ") == text.npos) return refuse(file.string() + " is no PEM file: gRPC needs it for TLS");
  return text;
}

// A peer without a certificate of `client_ca` does not get as far as HTTP/2.
Result<std::shared_ptr<grpc::ServerCredentials>> credentials_of(const std::optional<GrpcTls>& tls) {
  if (!tls) return grpc::InsecureServerCredentials();
  LEAKPROOF_ASSIGN(key, read_pem(tls->key));
  LEAKPROOF_ASSIGN(certificate, read_pem(tls->certificate));
  LEAKPROOF_ASSIGN(client_ca, read_pem(tls->client_ca));
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = std::move(client_ca);
  options.pem_key_cert_pairs = {{std::move(key), std::move(certificate)}};
  return grpc::SslServerCredentials(options);
}
// Linking the reflection library is enough to switch it on in every server of the process: so it is taken out again.
class WithoutReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) { return plugin->name() == "proto_server_reflection"; });
  }
};

// A stream may be silent for hours, and what stands between forgets a silent connection: we ping, and clients may, as
// often as the most eager of the usual ones do (grpc-go allows 10 s).
void keep_alive(grpc::ServerBuilder& builder) {
  const auto millis = [](std::chrono::milliseconds time) { return static_cast<int>(time.count()); };
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, millis(kGrpcPingEvery));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, millis(kGrpcPingTimeout));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, millis(kGrpcClientPingEvery));
}

// The health service comes without its description; with it, tools that ask by reflection know it by its name.
void describe_health() { grpc::health::v1::HealthCheckRequest::descriptor(); }

void write_grpc_line(gpr_log_func_args* line) {
  const auto level = line->severity == GPR_LOG_SEVERITY_ERROR  ? observe::LogLevel::kWarn
                     : line->severity == GPR_LOG_SEVERITY_INFO ? observe::LogLevel::kInfo
                                                               : observe::LogLevel::kDebug;
  observe::log_line(level, "grpc",
                    {{"what", line->message}, {"at", std::string(line->file) + ":" + std::to_string(line->line)}});
}

Error cannot_listen(const GrpcServerOptions& options) {
  const std::string where = "gRPC cannot listen on " + options.address;
  if (is_taken(options.address)) return fatal(where + ": choose another port or end what holds it");
  return refuse(where + ": is it an address of this machine" +
                (options.tls ? ", and do its key and certificate belong together?" : "?"));
}

}  // namespace

void log_grpc_lines() { gpr_set_log_function(write_grpc_line); }

Result<std::shared_ptr<grpc::ChannelCredentials>> peer_credentials(const std::optional<GrpcTls>& tls) {
  if (!tls) return grpc::InsecureChannelCredentials();
  LEAKPROOF_ASSIGN(key, read_pem(tls->key));
  LEAKPROOF_ASSIGN(certificate, read_pem(tls->certificate));
  LEAKPROOF_ASSIGN(ca, read_pem(tls->client_ca));
  return grpc::SslCredentials({std::move(ca), std::move(key), std::move(certificate)});
}

Result<std::unique_ptr<GrpcServer>> GrpcServer::start(const GrpcServerOptions& options,
                                                      const std::vector<grpc::Service*>& services) {
  if (!options.tls && !is_local(options.address)) {
    return refuse("gRPC on " + options.address +
                  " would be open to the network: bind 127.0.0.1 or a unix socket, or set up mTLS with grpc.tls");
  }
  LEAKPROOF_ASSIGN(credentials, credentials_of(options.tls));
  grpc::EnableDefaultHealthCheckService(true);
  describe_health();
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  if (!options.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  // Without it two processes could share a port and each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kGrpcMessageBytesMax);
  keep_alive(builder);
  int port = 0;
  builder.AddListeningPort(options.address, credentials, &port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  auto server = builder.BuildAndStart();
  if (!server) return cannot_listen(options);
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

}  // namespace leakproof::net
