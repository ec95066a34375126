#include "net/grpc_server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "leakproof/api/v1/state_service.grpc.pb.h"

namespace leakproof {
namespace {

struct Answer {
  grpc::Status status;
  std::string bytes;
};

// A unary call with messages as bytes: the tests need no generated code of the health service.
Answer call(const std::string& target, const std::string& method, const std::string& request_bytes) {
  grpc::GenericStub stub(grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  context.set_wait_for_ready(true);
  grpc::CompletionQueue queue;
  const grpc::Slice slice(request_bytes);
  const auto reader = stub.PrepareUnaryCall(&context, method, grpc::ByteBuffer(&slice, 1), &queue);
  reader->StartCall();
  grpc::ByteBuffer response;
  Answer answer;
  reader->Finish(&response, &answer.status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  std::vector<grpc::Slice> slices;
  if (answer.status.ok() && response.Dump(&slices).ok()) {
    for (const grpc::Slice& part : slices) answer.bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
  }
  return answer;
}

// With a service, as gRPC wants it; what it does is of no matter.
Result<std::unique_ptr<GrpcServer>> start(const GrpcServerOptions& options = {}) {
  static api::v1::StateService::Service service;
  return GrpcServer::start(options, {&service});
}

// grpc.health.v1: request {service = 1}, response {status = 1: 1 SERVING, 2 NOT_SERVING}.
Answer health(int port, const std::string& service = "") {
  std::string request;
  if (!service.empty()) request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  return call("127.0.0.1:" + std::to_string(port), "/grpc.health.v1.Health/Check", request);
}

const std::string kServing = "\x08\x01";
const std::string kNotServing = "\x08\x02";

TEST(GrpcServer, TellsTheHealthOfEachService) {
  const auto server = *start();
  EXPECT_EQ(health(server->port()).bytes, kServing);
  EXPECT_EQ(health(server->port(), "lead").status.error_code(), grpc::StatusCode::NOT_FOUND);
  server->set_serving("lead", false);
  EXPECT_EQ(health(server->port(), "lead").bytes, kNotServing);
  server->set_serving("lead", true);
  EXPECT_EQ(health(server->port(), "lead").bytes, kServing);
}

TEST(GrpcServer, ALargeMessageIsRefused) {
  const auto server = *start();
  const Answer answer =
      call("127.0.0.1:" + std::to_string(server->port()), "/grpc.health.v1.Health/Check", std::string(1024 * 1024 + 1, 'x'));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(GrpcServer, ReflectionIsOnOnlyWhenAsked) {
  const auto reflection_of = [](bool wanted) {
    GrpcServerOptions options;
    options.reflection = wanted;
    const auto server = *start(options);
    const std::string list_services = "\x3a\x01*";
    return call("127.0.0.1:" + std::to_string(server->port()), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                list_services);
  };
  EXPECT_EQ(reflection_of(false).status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(reflection_of(true).bytes, testing::HasSubstr("grpc.health.v1.Health"));
  EXPECT_EQ(reflection_of(false).status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << "whatever came before";
}

TEST(GrpcServer, StaysOffTheNetworkUnlessAllowed) {
  for (const char* open : {"0.0.0.0:0", "[::]:0", "192.168.1.1:0", "example.com:0", "127.example.com:0"}) {
    GrpcServerOptions options;
    options.address = open;
    const auto server = start(options);
    ASSERT_FALSE(server.ok()) << open;
    EXPECT_THAT(server.error().message(), testing::HasSubstr("mTLS"));
  }
  GrpcServerOptions options;
  options.address = "0.0.0.0:0";
  options.allow_remote = true;
  EXPECT_TRUE(start(options).ok());
}

TEST(GrpcServer, APortIsNotShared) {
  const auto first = *start();
  GrpcServerOptions options;
  options.address = "127.0.0.1:" + std::to_string(first->port());
  EXPECT_FALSE(start(options).ok());
}

TEST(GrpcServer, StopsAtOnceWhenNothingRuns) {
  const auto server = *start();
  server->stop(std::chrono::minutes(1));
  server->stop({});
}

}  // namespace
}  // namespace leakproof
