#include "net/grpc_server.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpc/support/log.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "leakproof/api/v1/state_service.grpc.pb.h"
#include "observe/log.h"

namespace leakproof::net {
namespace {

struct Answer {
  grpc::Status status;
  std::string bytes;
};

// A unary call with messages as bytes: the tests need no generated code of the health service.
Answer call(const std::string& target, const std::string& method, const std::string& request_bytes,
            const std::shared_ptr<grpc::ChannelCredentials>& credentials = grpc::InsecureChannelCredentials(),
            bool patient = true) {
  grpc::GenericStub stub(grpc::CreateChannel(target, credentials));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  context.set_wait_for_ready(patient);
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
    for (const grpc::Slice& part : slices)
      answer.bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
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

TEST(GrpcServer, AnAddressThatIsTakenIsNoFaultOfTheConfiguration) {
  const auto first = *start();
  GrpcServerOptions options;
  options.address = "127.0.0.1:" + std::to_string(first->port());
  EXPECT_EQ(start(options).error().disposition(), Disposition::kFatal);
  options.address = "127.0.0.1:nonsense";
  EXPECT_EQ(start(options).error().disposition(), Disposition::kRefuse);
}

TEST(GrpcServer, ItsHealthServiceIsDescribedByReflection) {
  EXPECT_NE(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName("grpc.health.v1.Health"), nullptr);
}

TEST(GrpcServer, ItsLinesAreLinesOfOurLog) {
  std::ostringstream log;
  observe::set_log_stream(&log);
  log_grpc_lines();
  gpr_log(GPR_ERROR, "no route");
  gpr_set_log_function(nullptr);
  observe::set_log_stream(nullptr);
  EXPECT_THAT(log.str(), testing::HasSubstr(R"("level":"warning","event":"grpc","what":"no route")"));
}

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
  const Answer answer = call("127.0.0.1:" + std::to_string(server->port()), "/grpc.health.v1.Health/Check",
                             std::string(1024 * 1024 + 1, 'x'));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(GrpcServer, ReflectionIsOnOnlyWhenAsked) {
  const auto reflection_of = [](bool wanted) {
    GrpcServerOptions options;
    options.reflection = wanted;
    const auto server = *start(options);
    const std::string list_services = "\x3a\x01*";
    return call("127.0.0.1:" + std::to_string(server->port()),
                "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", list_services);
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
}

// Certificates of two authorities, made by openssl.
struct GrpcTlsTest : testing::Test {
  void SetUp() override {
    std::filesystem::create_directories(folder);
    for (const std::string authority : {"ours", "theirs"}) {
      make("-subj /CN=" + authority + " -addext basicConstraints=critical,CA:TRUE", authority + "-ca");
      for (const std::string who : {"server", "client"}) {
        make("-subj /CN=" + who +
                 " -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE -CA " +
                 (folder / (authority + "-ca.pem")).string() + " -CAkey " + (folder / (authority + "-ca.key")).string(),
             authority + "-" + who);
      }
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void make(const std::string& options, const std::string& name) {
    const std::string file = (folder / name).string();
    const std::string command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 " +
                                options + " -keyout " + file + ".key -out " + file + ".pem";
    ASSERT_EQ(std::system((command + " >" + file + ".log 2>&1").c_str()), 0) << command;
  }
  std::string text(const std::string& name) {
    std::ifstream file(folder / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  GrpcServerOptions options() {
    GrpcServerOptions with;
    with.tls = GrpcTls{folder / "ours-server.pem", folder / "ours-server.key", folder / "ours-ca.pem"};
    return with;
  }
  grpc::StatusCode asked_by(int port, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    return call("127.0.0.1:" + std::to_string(port), "/grpc.health.v1.Health/Check", "", credentials, false)
        .status.error_code();
  }
  std::shared_ptr<grpc::ChannelCredentials> client_of(const std::string& authority) {
    return grpc::SslCredentials(
        {text("ours-ca.pem"), text(authority + "-client.key"), text(authority + "-client.pem")});
  }
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("grpc_tls." + std::to_string(::getpid()));
};

TEST_F(GrpcTlsTest, OnlyPeersWithOurCertificateGetIn) {
  const auto server = *start(options());
  EXPECT_EQ(asked_by(server->port(), client_of("ours")), grpc::StatusCode::OK);
  EXPECT_EQ(asked_by(server->port(), client_of("theirs")), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(asked_by(server->port(), grpc::SslCredentials({text("ours-ca.pem"), "", ""})),
            grpc::StatusCode::UNAVAILABLE)
      << "none";
  EXPECT_EQ(asked_by(server->port(), grpc::InsecureChannelCredentials()), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(GrpcTlsTest, OurServersCallEachOther) {
  const auto server = *start(options());
  EXPECT_EQ(asked_by(server->port(), *peer_credentials(options().tls)), grpc::StatusCode::OK);
}

TEST_F(GrpcTlsTest, WithItTheNetworkMayCome) {
  auto open = options();
  open.address = "0.0.0.0:0";
  const auto server = *start(open);
  EXPECT_EQ(asked_by(server->port(), client_of("ours")), grpc::StatusCode::OK);
}

TEST_F(GrpcTlsTest, AFileThatIsNoneIsNamed) {
  auto broken = options();
  broken.tls->client_ca = folder / "nothing.pem";
  const auto server = start(broken);
  ASSERT_FALSE(server.ok());
  EXPECT_THAT(server.error().message(), testing::HasSubstr("nothing.pem"));
  broken = options();
  broken.tls->key = folder / "theirs-server.key";
  EXPECT_FALSE(start(broken).ok()) << "another's key";
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
}  // namespace leakproof::net
