#include "leadctl/session.h"

#include <gtest/gtest.h>

#include <sstream>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "leakproof/api/v1/config_service.pb.h"

namespace leakproof::leadctl {
namespace {

TEST(Session, SaysWhichFieldsAreWrongAndWhenToTryAgain) {
  google::rpc::BadRequest bad;
  for (const auto& [field, description] : {std::pair{"phone", "must hold digits"}, {"email", "must hold\x1b one @"}}) {
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(1);
  retry.mutable_retry_delay()->set_nanos(5);
  google::rpc::Status details;
  details.add_details()->PackFrom(bad);
  details.add_details()->PackFrom(retry);
  const grpc::Status status(grpc::StatusCode::INVALID_ARGUMENT, "two fields are wrong", details.SerializeAsString());
  EXPECT_EQ(describe(status),
            "two fields are wrong\n  phone: must hold digits\n  email: must hold  one @\n  try again in 2 s");
}

TEST(Session, APortOfAnotherProcessIsToldApart) {
  EXPECT_EQ(describe({grpc::StatusCode::UNIMPLEMENTED, ""}).find("this process does not serve the call"), 0u);
}

TEST(Session, EachKindOfFailureHasItsExitCode) {
  std::ostringstream out, err;
  Session session(out, err, [bits = 0u]() mutable { return ++bits; });
  session.server = "127.0.0.1:1";
  session.report({grpc::StatusCode::UNAVAILABLE, "connect failed"});
  EXPECT_EQ(session.exit_code, ExitCode::kUnavailable);
  EXPECT_NE(err.str().find("nothing answers at 127.0.0.1:1"), std::string::npos);
  err.str("");
  session.report({grpc::StatusCode::UNAVAILABLE, "nobody owns router/1 yet", "details"});
  EXPECT_EQ(err.str(), "leadctl: nobody owns router/1 yet\n") << "a server that answers is there";
  EXPECT_EQ(exit_code_of(grpc::StatusCode::NOT_FOUND), ExitCode::kNegative);
  EXPECT_EQ(exit_code_of(grpc::StatusCode::ABORTED), ExitCode::kRefused);
  EXPECT_EQ(exit_code_of(grpc::StatusCode::INTERNAL), ExitCode::kInternal);
}

TEST(Session, ADirectoryInPlaceOfAFileIsTold) {
  std::ostringstream out, err;
  Session session(out, err, [bits = 0u]() mutable { return ++bits; });
  session.token_file = "/tmp";
  EXPECT_FALSE(session.read_credentials());
  EXPECT_EQ(session.exit_code, ExitCode::kInput);
  EXPECT_EQ(err.str(), "leadctl: /tmp: is a directory\n");
}

TEST(Session, PrintsJsonOrTheTable) {
  std::ostringstream out, err;
  Session session(out, err, [bits = 0u]() mutable { return ++bits; });
  api::v1::ApplyResponse response;
  response.set_version(3);
  Table table({"version"});
  table.add({"3"});
  session.print(response, table);
  session.json = true;
  session.print(response, table);
  EXPECT_EQ(out.str(), "version\n3\n{\"version\":3,\"stages\":[],\"scheduled_id\":\"\"}\n");
}

TEST(Session, RequestIdsAreNeverUsedTwice) {
  std::ostringstream out, err;
  const Session session(out, err, [bits = 0u]() mutable { return ++bits; });
  EXPECT_NE(fresh_request_id(session, "a"), fresh_request_id(session, "a"));
}

}  // namespace
}  // namespace leakproof::leadctl
