#include "lint/hours.h"

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "config/compile.h"
#include "router/config/routing_codec.h"

namespace leakproof::router {
namespace {

// What is said of a pool with such a schedule, and of its options.
std::string said(const std::string& schedule, const std::string& options, const char* now = "2026-02-02T00:00:00Z") {
  const std::string yaml = R"(workspace: w
zone: Europe/Berlin
sources: [{id: site, kind: json}]
scoring: {warm_at: 20, hot_at: 50}
schedules: [{id: hours, )" +
                           schedule + R"(}]
members: [{id: lan, name: Lan, schedule: hours}, {id: ben, name: Ben, schedule: hours}]
pools: [{id: desk, members: [lan, ben], )" +
                           options + R"(}]
fallback: {pool: desk}
rules: []
)";
  const auto compiled = config::compile_workspace(yaml);
  EXPECT_TRUE(compiled.ok()) << (compiled.ok() ? "" : compiled.problems[0].message);
  const auto routing = compile_routing(compiled.workspace);
  LintReport report;
  look_at_hours(*routing, *routing->pool(PoolId("desk")), *parse_instant(now), report);
  if (report.findings.empty()) return "";
  return (report.findings[0].warning ? "warning: " : "") + report.findings[0].text;
}
constexpr const char *kOffice = "week: {mon-fri: [\"09:00-17:00\"]}", *kPatient = "hold_max: 7d";

TEST(LintHours, TheHoursOfTheWeekAtWhichNobodyIsThere) {
  EXPECT_EQ(said(kOffice, kPatient), "nobody is on shift Mon–Fri 00:00–09:00 and 17:00–24:00, Sat–Sun (Europe/Berlin)");
  EXPECT_EQ(said("week: {mon-thu: [\"09:00-12:15\", \"13:00-17:00\"], sat: [\"00:00-24:00\"]}", kPatient),
            "nobody is on shift Mon–Thu 00:00–09:00 and 12:15–13:00 and 17:00–24:00, Fri, Sun (Europe/Berlin)");
  EXPECT_EQ(said("week: {mon-sun: [\"22:00-06:00\", \"06:00-22:00\"]}", kPatient), "");
}
TEST(LintHours, ADayOffOrAChangeOfTheClockIsNoHourOfEveryWeek) {
  const char* expected = "nobody is on shift Mon–Fri 00:00–09:00 and 17:00–24:00, Sat–Sun (Europe/Berlin)";
  EXPECT_EQ(said(std::string(kOffice) + ", holidays: [2026-02-04]", kPatient), expected);
  EXPECT_EQ(said("week: {mon-sun: [\"09:00-17:00\"]}", kPatient, "2026-03-20T00:00:00Z"),
            "nobody is on shift Mon–Sun 00:00–09:00 and 17:00–24:00 (Europe/Berlin)");
}
TEST(LintHours, ALeadThatCannotWaitSoLongIsSaidWithThem) {
  EXPECT_EQ(said(kOffice, "hold_max: 1d"),
            "nobody is on shift Mon–Fri 00:00–09:00 and 17:00–24:00, Sat–Sun (Europe/Berlin); the longest stretch to "
            "come is 2d16h from "
            "2026-02-06T16:00:00Z, and a lead waits 1d here");
  EXPECT_EQ(said("week: {mon-sun: [\"00:00-24:00\"]}, holidays: [2026-02-04]", "hold_max: 1h"),
            "the longest stretch to come is 1d from 2026-02-03T23:00:00Z, and a lead waits 1h here");
}
// 23:59 is read as the end of the day; other minutes between two shifts are said.
TEST(LintHours, AGapOfAMinuteIsSaid) {
  EXPECT_EQ(said("week: {mon-sun: [\"00:00-23:59\"]}", kPatient), "");
  EXPECT_EQ(said("week: {mon-sun: [\"00:00-11:59\", \"12:00-24:00\"]}", kPatient),
            "nobody is on shift for 1m from 2026-02-02T10:59:00Z: is the end of one shift meant to be the start of the "
            "next?");
}
TEST(LintHours, APoolWithNobodyForTwoWeeksIsAWarning) {
  std::string off = "week: {mon: [\"09:00-17:00\"]}, holidays: [2026-02-02, 2026-02-09, 2026-02-16]";
  EXPECT_EQ(said(off, kPatient), "warning: nobody in it is on shift in the two weeks to come");
}

}  // namespace
}  // namespace leakproof::router
