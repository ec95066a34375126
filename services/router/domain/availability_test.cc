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
  std::function<void(Member&, MemberSnapshot&)> change;
  Reason expected;
};

TEST(Availability, FirstReasonThatHolds) {
  const Instant sunday = *parse_instant("2026-02-08T10:00:00Z");
  calendar::Week monday;
  monday[0] = {*calendar::parse_local_interval("08:00-17:00")};
  const auto closed = *calendar::Schedule::make("Europe/Berlin", monday);
  const Case cases[] = {
      {"free", [](Member&, MemberSnapshot&) {}, Reason::kNone},
      {"inactive beats leave", [](Member& m, MemberSnapshot& s) { m.inactive = true, s.on_leave = true; },
       Reason::kInactive},
      {"leave beats offline", [](Member&, MemberSnapshot& s) { s.on_leave = true, s.online = false; },
       Reason::kOnLeave},
      {"offline beats off hours", [&](Member& m, MemberSnapshot& s) { m.schedule = closed, s.online = false; },
       Reason::kOffline},
      {"off hours beats caps",
       [&](Member& m, MemberSnapshot& s) { m.schedule = closed, m.caps.open = 1, s.load.open = 1; }, Reason::kOffHours},
      {"below the cap", [](Member& m, MemberSnapshot& s) { m.caps.open = 2, s.load.open = 1; }, Reason::kNone},
      {"open cap", [](Member& m, MemberSnapshot& s) { m.caps.open = 2, s.load.open = 2; }, Reason::kAtCapOpen},
      {"hour cap", [](Member& m, MemberSnapshot& s) { m.caps.hour = 1, s.load.hour = 1; }, Reason::kAtCapHour},
      {"day cap", [](Member& m, MemberSnapshot& s) { m.caps.day = 1, s.load.day = 5; }, Reason::kAtCapDay},
      {"week cap", [](Member& m, MemberSnapshot& s) { m.caps.week = 3, s.load.week = 3; }, Reason::kAtCapWeek},
      {"month cap", [](Member& m, MemberSnapshot& s) { m.caps.month = 4, s.load.month = 9; }, Reason::kAtCapMonth},
      {"day beats week",
       [](Member& m, MemberSnapshot& s) {
         m.caps = {0, 0, 1, 1, 1}, s.load = {9, 9, 9, 9, 9};
       },
       Reason::kAtCapDay},
      {"no cap", [](Member&, MemberSnapshot& s) { s.load.open = s.load.hour = s.load.day = 1000; }, Reason::kNone},
  };
  for (const auto& c : cases) {
    Member member;
    MemberSnapshot seen{.online = true, .load = {}};
    c.change(member, seen);
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
