#include "router/domain/sla.h"

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "calendar/local_interval.h"
#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

Member weekday_member() {
  calendar::Week week;
  for (int day = 0; day < 5; ++day) week[day] = {*calendar::parse_local_interval("08:00-17:00")};
  Member member;
  member.schedule = *calendar::Schedule::make("Asia/Ho_Chi_Minh", week);
  return member;
}
Instant at(std::string_view text) { return *parse_instant(text); }

TEST(Sla, CountsWorkingTimeOnly) {
  const Member member = weekday_member();
  const auto due = deadlines({.within = 5min, .warn_after = 3min}, member, at("2026-02-06T16:58:00+07:00"));
  EXPECT_EQ(due.breach_at, at("2026-02-09T08:03:00+07:00")) << "two minutes on Friday, three on Monday";
  EXPECT_EQ(due.warn_at, at("2026-02-09T08:01:00+07:00"));
}

// Regression 4: due five minutes after Monday's opening.
TEST(Sla, Regression4_SaturdayLeadIsDueFiveMinutesAfterMondaysOpening) {
  const Member member = weekday_member();
  const Instant saturday = at("2026-02-07T11:00:00+07:00");
  const auto due = deadlines({.within = 5min}, member, saturday);
  EXPECT_EQ(due.breach_at, at("2026-02-09T08:05:00+07:00"));
  EXPECT_EQ(member.schedule.working_between(saturday, *due.breach_at), Duration(5min))
      << "deadline and elapsed time agree";
}

TEST(Sla, NoTargetNoTimersAndNoWarningBehindTheBreach) {
  EXPECT_EQ(deadlines({}, weekday_member(), at("2026-02-06T10:00:00Z")).breach_at, std::nullopt);
  EXPECT_EQ(deadlines({.within = 5min, .warn_after = 5min}, Member(), at("2026-02-06T10:00:00Z")).warn_at,
            std::nullopt);
}

}  // namespace
}  // namespace leakproof::router
