// Every method of every public service, over a real port.
#include "api/access.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "api/fakes/world_fake.h"

namespace leakproof::api {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Names the workspace wherever the message has a place for it.
void name_workspace(Message& message, const std::string& workspace) {
  const auto* type = message.GetDescriptor();
  if (const auto* field = type->FindFieldByName("workspace_id"))
    message.GetReflection()->SetString(&message, field, workspace);
  if (const auto* field = type->FindFieldByName("activity"))
    name_workspace(*message.GetReflection()->MutableMessage(&message, field), workspace);
}

struct AccessTest : testing::Test {
  AccessTest() { write("api_token", "token-1\n"); }
  ~AccessTest() override { std::filesystem::remove_all(world.secrets_folder); }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(world.secrets_folder / "demo");
    std::ofstream(world.secrets_folder / "demo" / name) << text;
  }
  grpc::StatusCode call(const MethodDescriptor& method, const std::string& workspace,
                        const std::string& authorization) {
    const std::unique_ptr<Message> request(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
    name_workspace(*request, workspace);
    grpc::ClientContext context;
    if (!authorization.empty()) context.AddMetadata("authorization", authorization);
    const grpc::Slice slice(request->SerializeAsString());
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(world.channel);
    const auto reader = stub.PrepareUnaryCall(&context, "/" + method.service()->full_name() + "/" + method.name(),
                                              grpc::ByteBuffer(&slice, 1), &queue);
    reader->StartCall();
    grpc::ByteBuffer response;
    grpc::Status status;
    reader->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return status.error_code();
  }
  // SubmitLeads answers in its stream, and Validate names no workspace.
  std::vector<const MethodDescriptor*> methods() {
    std::vector<const MethodDescriptor*> all;
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    for (const char* name :
         {"LeadService", "RosterService", "RoutingService", "ConfigService", "EventService", "OperationsService"}) {
      const auto* service = pool->FindServiceByName(std::string("leakproof.api.v1.") + name);
      for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
        if (!service->method(i)->client_streaming() && service->method(i)->name() != "Validate")
          all.push_back(service->method(i));
      }
    }
    return all;
  }
  WorldFake world;
};

TEST_F(AccessTest, EveryMethodAsksForTheTokenOfTheWorkspace) {
  EXPECT_GE(methods().size(), 18u);
  for (const auto* method : methods()) {
    for (const char* authorization : {"", "Bearer ", "Bearer token-2", "Basic token-1", "token-1"}) {
      EXPECT_EQ(call(*method, "demo", authorization), grpc::StatusCode::UNAUTHENTICATED)
          << method->full_name() << " " << authorization;
    }
    for (const char* authorization : {"Bearer token-1", "bearer token-1", "BEARER token-1"})
      EXPECT_NE(call(*method, "demo", authorization), grpc::StatusCode::UNAUTHENTICATED) << method->full_name();
  }
}

TEST_F(AccessTest, ALostTokenLocksTheWorkspace) {
  EXPECT_EQ(call(*methods().front(), "demo", ""), grpc::StatusCode::UNAUTHENTICATED);
  std::filesystem::remove_all(world.secrets_folder);
  for (const auto* method : methods()) {
    EXPECT_EQ(call(*method, "demo", ""), grpc::StatusCode::UNAUTHENTICATED) << method->full_name();
    EXPECT_EQ(call(*method, "demo", "Bearer token-1"), grpc::StatusCode::UNAUTHENTICATED) << method->full_name();
  }
}

TEST_F(AccessTest, TheOperatorIsToldOfTheWorkspace) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer token-1");
  v1::DiagnoseRequest request;
  request.set_workspace_id("demo");
  v1::DiagnoseResponse response;
  ASSERT_TRUE(world.stub<v1::OperationsService>()->Diagnose(&context, request, &response).ok());
  EXPECT_EQ(response.findings(0).text(), "demo is well");
}

TEST_F(AccessTest, AStreamOfLeadsAsksForEach) {
  grpc::ClientContext context;
  const auto stub = world.stub<v1::LeadService>();
  const auto stream = stub->SubmitLeads(&context);
  v1::SubmitLeadRequest request;
  request.set_workspace_id("demo");
  request.set_request_id("r1");
  request.set_source_id("api");
  (*request.mutable_fields())["phone"] = "0901234567";
  ASSERT_TRUE(stream->Write(request));
  stream->WritesDone();
  v1::SubmitLeadsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(AccessTest, ATokenIsOfOneWorkspaceAndCanBeReplaced) {
  const auto& get = *methods().front();
  EXPECT_NE(call(get, "other", ""), grpc::StatusCode::UNAUTHENTICATED) << "it has no token";
  write("api_token.previous", "token-0");
  EXPECT_NE(call(get, "demo", "Bearer token-0"), grpc::StatusCode::UNAUTHENTICATED);
}

}  // namespace
}  // namespace leakproof::api
