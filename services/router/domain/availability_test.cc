#include "router/domain/availability.h"

#include <gtest/gtest.h>

#include <functional>

#include "calendar/text.h"

namespace leakproof::router {
namespace {

struct Case {
  const char* name;
  std::function<void(Member&, MemberSeen&)> change;
  Reason expected;
};

TEST(Availability, FirstReasonThatHolds) {
  const Instant sunday = *calendar::parse_instant("2026-02-08T10:00:00Z");
  calendar::Week monday;
  monday[0] = {*calendar::parse_local_interval("08:00-17:00")};
  const auto closed = *calendar::Schedule::make("Europe/Berlin", monday);
  const Case cases[] = {
      {"free", [](Member&, MemberSeen&) {}, Reason::kNone},
      {"inactive beats leave", [](Member& m, MemberSeen& s) { m.inactive = true, s.on_leave = true; }, Reason::kInactive},
      {"leave beats offline", [](Member&, MemberSeen& s) { s.on_leave = true, s.online = false; }, Reason::kOnLeave},
      {"offline beats off hours", [&](Member& m, MemberSeen& s) { m.schedule = closed, s.online = false; }, Reason::kOffline},
      {"off hours beats caps", [&](Member& m, MemberSeen& s) { m.schedule = closed, m.open_max = 1, s.open = 1; }, Reason::kOffHours},
      {"below the cap", [](Member& m, MemberSeen& s) { m.open_max = 2, s.open = 1; }, Reason::kNone},
      {"open cap", [](Member& m, MemberSeen& s) { m.open_max = 2, s.open = 2; }, Reason::kAtCapOpen},
      {"hour cap", [](Member& m, MemberSeen& s) { m.hourly_max = 1, s.hour_count = 1; }, Reason::kAtCapHour},
      {"day cap", [](Member& m, MemberSeen& s) { m.daily_max = 1, s.day_count = 5; }, Reason::kAtCapDay},
      {"no cap", [](Member&, MemberSeen& s) { s.open = s.hour_count = s.day_count = 1000; }, Reason::kNone},
  };
  for (const auto& c : cases) {
    Member member;
    MemberSeen seen{.online = true};
    c.change(member, seen);
    EXPECT_EQ(availability(&member, seen, sunday), c.expected) << c.name;
  }
}

TEST(Availability, TheGoneAndTheTriedAreNoCandidates) {
  const Member member;
  const MemberSeen seen{.online = true};
  EXPECT_EQ(availability(nullptr, seen, Instant()), Reason::kInactive);
  EXPECT_EQ(eligibility(&member, seen, Instant(), {MemberId("lan")}, MemberId("lan")), Reason::kAlreadyTried);
  EXPECT_EQ(eligibility(&member, seen, Instant(), {MemberId("lan")}, MemberId("minh")), Reason::kNone);
}

}  // namespace
}  // namespace leakproof::router
