#include "lint/volume.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "config/compile.h"
#include "router/config/routing_codec.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* kOffice = R"(workspace: w
zone: Europe/Berlin
sources: [{id: site, kind: json}]
scoring: {warm_at: 20, hot_at: 50}
schedules: [{id: office, week: {mon-fri: ["09:00-17:00"]}}]
members:
  - {id: lan, name: Lan, schedule: office, daily_max: 10}
  - {id: ben, name: Ben, schedule: office, hourly_max: 1}
  - {id: free, name: Free}
pools:
  - {id: desk, members: [lan, ben]}
  - {id: sales, members: [lan]}
  - {id: open, members: [lan, free]}
fallback: {pool: desk}
rules:
  - {id: de, when: lead.country == "DE", to: {pool: sales}}
  - {id: at, when: lead.country == "AT", to: {pool: open}}
)";

// Leads from 2026-01-05, a Monday, on; each day so many.
class VolumeTest : public testing::Test {
 protected:
  void day(int number, int leads, const char* country,
           lead::v1::Decision::Trigger trigger = lead::v1::Decision::NEW_LEAD) {
    lead::v1::Decision past;
    past.set_trigger(trigger);
    past.set_now_micros(to_micros(*parse_instant("2026-01-05T10:00:00Z") + std::chrono::days(number)));
    (*past.mutable_lead())["country"].set_text(country);
    for (int i = 0; i < leads; ++i) volume_.add(past);
  }
  std::string said() {
    LintReport report;
    volume_.look_at(report);
    std::string all;
    for (const auto& one : report.findings)
      all += (one.warning ? "warning " : "note ") + one.subject + ": " + one.text + "\n";
    return all;
  }
  const Routing routing_ = *compile_routing(config::compile_workspace(kOffice).workspace);
  Volume volume_{routing_};
};

TEST_F(VolumeTest, APoolThatItsMembersCapsDoNotCarryIsNamedWithItsBusiestDay) {
  for (int i = 0; i < 30; ++i) day(i, i == 8 ? 31 : 12, "US");
  // 22 working days of ten leads, and of eight hours with one each; two on the last, which ends at 11:00.
  EXPECT_EQ(said(),
            "note desk: caps carry the 379 new leads of 30 days, but not each day's: 2026-01-13 brought 31, and 18 "
            "were allowed; the others "
            "waited for the next day\n");
  day(29, 20, "US");
  EXPECT_THAT(said(), HasSubstr("warning desk: the 30 days up to 2026-02-03T10:00:00Z brought it 399 new leads, and "
                                "caps allow 390; its busiest "
                                "day, 2026-02-03 brought 32 of 18: higher caps"));
}
TEST_F(VolumeTest, OnlyTheLastThirtyDaysAndNewLeadsCount) {
  day(0, 1000, "US");
  day(30, 10, "US");
  day(30, 1000, "US", lead::v1::Decision::DECLINED);
  EXPECT_EQ(said(), "");
}
TEST_F(VolumeTest, LeadsGoWhereTheFilesRulesLeadThem) {
  day(1, 11, "DE");
  EXPECT_THAT(said(), HasSubstr("note sales: "));
  EXPECT_THAT(said(), HasSubstr("2026-01-06 brought 11, and 10 were allowed"));
}
TEST_F(VolumeTest, AMemberWithoutCapsCarriesEverything) {
  day(1, 10'000, "AT");
  EXPECT_EQ(said(), "");
}
TEST_F(VolumeTest, MembersOfSeveralPoolsAreCountedOnce) {
  for (int i = 0; i < 30; ++i) {
    day(i, 10, "US");
    day(i, i % 7 < 5 ? 9 : 0, "DE");
  }
  EXPECT_THAT(
      said(),
      HasSubstr("warning caps: the 30 days up to 2026-02-03T10:00:00Z brought all pools together 498 new leads"));
}

}  // namespace
}  // namespace leakproof::router
