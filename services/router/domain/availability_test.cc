#include "router/domain/availability.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/time_text.h"
#include "calendar/local_interval.h"
#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

struct Case {
  const char* name;
  Reason expected;
  bool inactive = false, on_leave = false, online = true, closed = false;
  Load caps{}, load{};
};

TEST(Availability, FirstReasonThatHolds) {
  const Instant sunday = *parse_instant("2026-02-08T10:00:00Z");
  calendar::Week monday;
  monday[0] = {*calendar::parse_local_interval("08:00-17:00")};
  const auto closed = *calendar::Schedule::make("Europe/Berlin", monday);
  const Case cases[] = {
      {"free", Reason::kNone},
      {.name = "inactive beats leave", .expected = Reason::kInactive, .inactive = true, .on_leave = true},
      {.name = "leave beats offline", .expected = Reason::kOnLeave, .on_leave = true, .online = false},
      {.name = "offline beats off hours", .expected = Reason::kOffline, .online = false, .closed = true},
      {.name = "off hours beat caps", .expected = Reason::kOffHours, .closed = true, .caps = {1}, .load = {1}},
      {.name = "below the cap", .expected = Reason::kNone, .caps = {.open = 2}, .load = {.open = 1}},
      {.name = "open cap", .expected = Reason::kAtCapOpen, .caps = {.open = 2}, .load = {.open = 2}},
      {.name = "hour cap", .expected = Reason::kAtCapHour, .caps = {.hour = 1}, .load = {.hour = 1}},
      {.name = "day cap", .expected = Reason::kAtCapDay, .caps = {.day = 1}, .load = {.day = 5}},
      {.name = "week cap", .expected = Reason::kAtCapWeek, .caps = {.week = 3}, .load = {.week = 3}},
      {.name = "month cap", .expected = Reason::kAtCapMonth, .caps = {.month = 4}, .load = {.month = 9}},
      {.name = "day beats week", .expected = Reason::kAtCapDay, .caps = {0, 0, 1, 1, 1}, .load = {9, 9, 9, 9, 9}},
      {.name = "no cap", .expected = Reason::kNone, .load = {1000, 1000, 1000}},
  };
  for (const auto& c : cases) {
    Member member;
    member.inactive = c.inactive;
    if (c.closed) member.schedule = closed;
    member.caps = c.caps;
    const MemberSnapshot seen{.online = c.online, .on_leave = c.on_leave, .load = c.load};
    EXPECT_EQ(availability(&member, seen, sunday), c.expected) << c.name;
  }
}

TEST(Availability, CapsOfMembersAndPoolsHaveTheirOwnReasons) {
  for (const Cap cap : {Cap::kOpen, Cap::kHour, Cap::kDay, Cap::kWeek, Cap::kMonth})
    EXPECT_EQ("pool_" + std::string(name_of(member_at(cap))), name_of(pool_at(cap)));
}

TEST(Availability, TheGoneAndTheTriedAreNoCandidates) {
  const Member member;
  const MemberSnapshot seen{.online = true, .load = {}};
  EXPECT_EQ(availability(nullptr, seen, Instant()), Reason::kInactive);
  EXPECT_EQ(eligibility(&member, seen, Instant(), {MemberId("lan")}, MemberId("lan")), Reason::kAlreadyTried);
  EXPECT_EQ(eligibility(&member, seen, Instant(), {MemberId("lan")}, MemberId("minh")), Reason::kNone);
}

}  // namespace
}  // namespace leakproof::router
