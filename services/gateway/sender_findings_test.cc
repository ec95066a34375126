#include "gateway/sender_findings.h"

#include <gtest/gtest.h>

namespace leakproof::gateway {
namespace {

using api::v1::Finding;
using std::chrono::hours;

std::string text(const std::vector<Finding>& findings) {
  std::string lines;
  for (const auto& one : findings) lines += Finding::Weight_Name(one.weight()) + " " + one.text() + "\n";
  return lines;
}

TEST(SenderFindings, NamesSourcesThatAreRefusedOrSilent) {
  const Instant then{};
  EXPECT_EQ(text(source_findings({{"ads", {then, then, "rate", 0}},
                                  {"fb", {then, then, "not_authentic", 14}},
                                  {"new", {std::nullopt, then, "malformed", 1}}},
                                 then + hours(1))),
            "BAD source fb: refused 14 times in a row, the last one at 1970-01-01T00:00:00Z, reason not_authentic\n"
            "BAD source new: refused 1 times in a row, the last one at 1970-01-01T00:00:00Z, reason malformed\n");
  EXPECT_EQ(text(source_findings({{"ads", {then, std::nullopt, "", 0}}}, then + hours(25))),
            "NOTE source ads: nothing has come since 1970-01-01T00:00:00Z\n");
}
TEST(SenderFindings, NamesSecretsThatAreWanting) {
  EXPECT_EQ(text(secret_findings({{"source", "fb", "app", "is missing"}})),
            "BAD source fb: its secret 'app' is missing: put it into the workspace's folder of the secrets\n");
}

}  // namespace
}  // namespace leakproof::gateway
