#include "net/grpc_status.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace leakproof::net {
namespace {

google::rpc::Status details_of(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

TEST(GrpcStatus, CarriesEveryDetail) {
  GrpcFault fault;
  fault.code = grpc::StatusCode::INVALID_ARGUMENT;
  fault.reason = "LEAD_INVALID";
  fault.message = "2 fields are wrong";
  fault.metadata = {{"workspace", "w"}};
  fault.fields = {{"lead.phone", "is not a number"}, {"lead.name", "is empty"}};
  fault.retry_after = std::chrono::milliseconds(1500);
  fault.resource_type = "lead";
  fault.resource_name = "leads/1";
  const grpc::Status status = grpc_status(fault);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const google::rpc::Status details = details_of(status);
  EXPECT_EQ(details.code(), 3);
  EXPECT_EQ(details.message(), "2 fields are wrong");
  ASSERT_EQ(details.details_size(), 4);
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest violations;
  google::rpc::RetryInfo retry_info;
  google::rpc::ResourceInfo resource;
  ASSERT_TRUE(details.details(0).UnpackTo(&info) && details.details(1).UnpackTo(&violations));
  ASSERT_TRUE(details.details(2).UnpackTo(&retry_info) && details.details(3).UnpackTo(&resource));
  EXPECT_EQ(info.reason() + info.domain() + info.metadata().at("workspace"), "LEAD_INVALIDleakproofw");
  ASSERT_EQ(violations.field_violations_size(), 2);
  EXPECT_EQ(violations.field_violations(1).field(), "lead.name");
  EXPECT_EQ(retry_info.retry_delay().seconds(), 1);
  EXPECT_EQ(retry_info.retry_delay().nanos(), 500'000'000);
  EXPECT_EQ(resource.resource_name(), "leads/1");
}

TEST(GrpcStatus, ErrorsHaveTheirCodes) {
  const std::pair<Error, grpc::StatusCode> rows[] = {{retry("a"), grpc::StatusCode::UNAVAILABLE},
                                                     {refuse("a"), grpc::StatusCode::INVALID_ARGUMENT},
                                                     {refence("a"), grpc::StatusCode::ABORTED},
                                                     {fatal("a"), grpc::StatusCode::INTERNAL}};
  for (const auto& [error, code] : rows) {
    const grpc::Status status = grpc_status(error, "REASON");
    EXPECT_EQ(status.error_code(), code);
    EXPECT_EQ(status.error_message() == "a", code != grpc::StatusCode::INTERNAL);
    EXPECT_EQ(details_of(status).details_size(), 1);
  }
}

}  // namespace
}  // namespace leakproof::net
