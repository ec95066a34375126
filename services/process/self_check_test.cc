#include "process/self_check.h"

#include <gtest/gtest.h>

namespace leakproof::process {
namespace {

using api::v1::Finding;
using std::chrono::seconds;

std::string text(const Finding& finding) {
  return Finding::Weight_Name(finding.weight()) + " " + finding.subject() + ": " + finding.text();
}

TEST(SelfCheck, SaysWhatIsSoAndWhatToDo) {
  constexpr std::uint64_t kMiB = 1 << 20;
  const std::pair<Finding, const char*> cases[] = {
      {readiness_finding({}), "GOOD readiness: every stage here works"},
      {readiness_finding(retry("router owns no partition here")),
       "BAD readiness: not ready: router owns no partition here; docs/runbooks/stage-behind.md"},
      {lag_finding({{"ingest", seconds(30)}, {"router", {}}}),
       "GOOD lag: no stage of this process is behind its inputs"},
      {lag_finding({{"ingest", seconds(31)}, {"router", seconds(90)}, {"scoring", {}}}),
       "BAD lag: behind their inputs: ingest 31s, router 1m30s; docs/runbooks/stage-behind.md"},
      {dead_letters_finding({{"ingest", 0}}), "GOOD dead_letters: no dead letters since this process began"},
      {dead_letters_finding({{"ingest", 16}, {"router", 0}}),
       "BAD dead_letters: dead letters since this process began: ingest 16; docs/runbooks/dead-letter.md"},
      {unserved_findings({{"router", {0, 2}}, {"scoring", {}}}).front(),
       "BAD owners: nobody serves router 0, 2: what is for it waits; start leakproof-router; "
       "docs/runbooks/stage-behind.md"},
      {disk_finding({}), "NOTE disk: the data directory does not say how much room it has"},
      {disk_finding({0, 9 * kMiB}),
       "BAD disk: 0 MiB of 9 MiB are free where the data is: nothing can be written; make room"},
      {disk_finding({100 * kMiB, 9000 * kMiB}), "NOTE disk: 100 MiB of 9000 MiB are free where the data is: make room"},
      {disk_finding({5000 * kMiB, 9000 * kMiB}), "GOOD disk: 5000 MiB of 9000 MiB are free where the data is"},
      {certificate_findings({{true, "a.pem has ended"}}).front(), "BAD certificates: a.pem has ended"},
      {certificate_findings({{false, "a.pem ends"}}).front(), "NOTE certificates: a.pem ends"},
      {receiver_findings({{"router", "email smtp://mail:25", "530 5.7.0: the mail server takes nothing from us"}})
           .front(),
       "BAD receivers: email smtp://mail:25 takes nothing from the router stage: 530 5.7.0: the mail server takes "
       "nothing "
       "from us; what is for it waits and is tried again; docs/runbooks/notifications.md"},
      {topic_findings({"lead.events: retention.ms is 1, not 2; repair: x"}).front(),
       "BAD topics: lead.events: retention.ms is 1, not 2; repair: x"}};
  for (const auto& [finding, expected] : cases) EXPECT_EQ(text(finding), expected);
  EXPECT_TRUE(certificate_findings({}).empty());
  EXPECT_TRUE(receiver_findings({}).empty());
  EXPECT_TRUE(unserved_findings({{"scoring", {}}}).empty());
  EXPECT_GT(disk_space(testing::TempDir()).whole, 0u);
  EXPECT_EQ(disk_space("/nowhere/at/all").whole, 0u);
}

}  // namespace
}  // namespace leakproof::process
