#include "leadctl/session.h"

#include <gtest/gtest.h>

#include <sstream>

#include "leakproof/api/v1/config_service.pb.h"
#include "net/grpc_status.h"

namespace leakproof::leadctl {
namespace {

TEST(Session, SaysWhichFieldsAreWrongAndWhenToTryAgain) {
  GrpcFault fault;
  fault.code = grpc::StatusCode::INVALID_ARGUMENT;
  fault.reason = "INVALID_FIELDS";
  fault.message = "two fields are wrong";
  fault.fields = {{"phone", "must hold digits"}, {"email", "must hold\x1b one @"}};
  fault.retry_after = std::chrono::milliseconds(1500);
  EXPECT_EQ(describe(grpc_status(fault)), "two fields are wrong\n  phone: must hold digits\n  email: must hold  one @\n  try again in 2 s");
}

TEST(Session, EachKindOfFailureHasItsExitCode) {
  std::ostringstream out, err;
  Session session(out, err);
  session.report({grpc::StatusCode::UNAVAILABLE, "connect failed"});
  EXPECT_EQ(session.exit_code, ExitCode::kUnavailable);
  EXPECT_NE(err.str().find("no answer from 127.0.0.1:7070"), std::string::npos);
  EXPECT_EQ(exit_code_of(grpc::StatusCode::NOT_FOUND), ExitCode::kNegative);
  EXPECT_EQ(exit_code_of(grpc::StatusCode::ABORTED), ExitCode::kRefused);
  EXPECT_EQ(exit_code_of(grpc::StatusCode::INTERNAL), ExitCode::kInternal);
}

TEST(Session, PrintsJsonOrTheTable) {
  std::ostringstream out, err;
  Session session(out, err);
  api::v1::ApplyResponse response;
  response.set_version(3);
  Table table({"version"});
  table.add({"3"});
  session.print(response, table);
  session.json = true;
  session.print(response, table);
  EXPECT_EQ(out.str(), "version\n3\n{\"version\":\"3\"}\n");
}

TEST(Session, RequestIdsAreNeverUsedTwice) { EXPECT_NE(fresh_request_id("a"), fresh_request_id("a")); }

}  // namespace
}  // namespace leakproof::leadctl
