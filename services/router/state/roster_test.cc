#include "router/state/roster.h"

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "calendar/local_interval.h"
#include "router/domain/routing.h"
#include "router/state/keys.h"
#include "router/state/stored.h"
#include "stream/fakes/draft_fake.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) { return *parse_instant(text); }

class RosterTest : public ::testing::Test {
 protected:
  RosterTest() {
    Member& lan = routing_.members[MemberId("lan")];
    lan.id = MemberId("lan");
    lan.zone = "Asia/Ho_Chi_Minh";
    lan.starts_online = true;
    pool_.id = PoolId("p");
    pool_.members = {{MemberId("lan"), 1}};
    routing_.pools[pool_.id] = pool_;
  }
  Member& lan() { return routing_.members[MemberId("lan")]; }
  void time_off(Instant from, Instant until, bool cancel = false) {
    lead::v1::TimeOff change;
    change.set_member_id("lan");
    change.set_from_micros(to_micros(from));
    change.set_until_micros(to_micros(until));
    change.set_cancel(cancel);
    roster_.set_time_off(change);
  }
  MemberSnapshot seen() { return roster_.snapshot(MemberId("lan")); }
  Routing routing_;
  Pool pool_;
  stream::DraftFake draft_{at("2026-02-06T10:30:00Z")};
  Roster roster_{draft_, "w", routing_};
};

TEST_F(RosterTest, PresenceIsTheConfiguredOneUntilAChangeIsSeen) {
  EXPECT_TRUE(seen().online);
  lead::v1::PresenceChange change;
  change.set_member_id("lan");
  roster_.set_presence(change);
  EXPECT_FALSE(seen().online);
  EXPECT_FALSE(roster_.anybody_free(pool_));
}

TEST_F(RosterTest, CountsAreOfThisHourAndThisLocalDay) {
  roster_.count_lead(MemberId("lan"));
  roster_.count_lead(MemberId("lan"));
  EXPECT_EQ(std::pair(seen().load.hour, seen().load.day), std::pair(2, 2));
  draft_.set_now(at("2026-02-06T11:00:00Z"));
  EXPECT_EQ(std::pair(seen().load.hour, seen().load.day), std::pair(0, 2));
  draft_.set_now(at("2026-02-06T17:00:00Z"));  // midnight in Ho Chi Minh City
  EXPECT_EQ(seen().load.day, 0);
}

TEST_F(RosterTest, AClockSetBackFindsTheCountsOfItsHourAndDayAgain) {
  draft_.set_now(at("2026-02-06T16:59:00Z"));  // a minute before midnight in Ho Chi Minh City
  roster_.count_lead(MemberId("lan"));
  draft_.set_now(at("2026-02-06T17:00:00Z"));
  roster_.count_lead(MemberId("lan"));
  roster_.count_lead(MemberId("lan"));
  draft_.set_now(at("2026-02-06T16:59:58Z"));
  EXPECT_EQ(std::pair(seen().load.hour, seen().load.day), std::pair(1, 1));
  roster_.count_lead(MemberId("lan"));
  EXPECT_EQ(std::pair(seen().load.hour, seen().load.day), std::pair(2, 2));
  draft_.set_now(at("2026-02-06T17:00:01Z"));
  EXPECT_EQ(std::pair(seen().load.hour, seen().load.day), std::pair(2, 2));
  draft_.set_now(at("2026-02-09T17:00:00Z"));
  roster_.count_lead(MemberId("lan"));
  const auto kept = load<state::v1::MemberState>(draft_, keys::member("w", "lan"));
  EXPECT_EQ(std::pair(kept.past_hours_size(), kept.past_days_size()), std::pair(0, 0))
      << "what is long past is forgotten";
}

TEST_F(RosterTest, AnAbsenceIsChangedAndCancelledByItsId) {
  const Instant now = draft_.now();
  lead::v1::TimeOff change;
  change.set_member_id("lan");
  change.set_absence_id("tet");
  const auto note = [&](Duration from, Duration until, bool cancel = false) {
    change.set_from_micros(to_micros(now + from));
    change.set_until_micros(to_micros(now + until));
    change.set_cancel(cancel);
    return roster_.set_time_off(change);
  };
  EXPECT_FALSE(note(0h, 1h, true)) << "there is none to cancel";
  EXPECT_TRUE(note(0h, 1h));
  EXPECT_TRUE(seen().on_leave);
  EXPECT_TRUE(note(1h, 2h));
  EXPECT_FALSE(seen().on_leave) << "it is another time now";
  EXPECT_EQ(load<state::v1::MemberState>(draft_, keys::member("w", "lan")).time_off_size(), 1);
  EXPECT_TRUE(note(5h, 6h, true)) << "the id says which";
  EXPECT_EQ(load<state::v1::MemberState>(draft_, keys::member("w", "lan")).time_off_size(), 0);
}

TEST_F(RosterTest, LeaveCoversItsIntervalAndCanBeTakenBack) {
  const Instant now = draft_.now();
  time_off(now, now + 1h);
  EXPECT_TRUE(seen().on_leave);
  time_off(now, now + 1h, true);
  EXPECT_FALSE(seen().on_leave);
  time_off(now, now + 1h);
  draft_.set_now(now + 1h);
  EXPECT_FALSE(seen().on_leave) << "the end is not part of it";
  time_off(now + 2h, now + 3h);
  EXPECT_EQ(load<state::v1::MemberState>(draft_, keys::member("w", "lan")).time_off_size(), 1)
      << "past leaves are forgotten";
}

TEST_F(RosterTest, NextChangeIsWhatTheClockAloneCanBring) {
  const Instant now = draft_.now();
  EXPECT_EQ(roster_.next_change(pool_), std::nullopt) << "free already";
  time_off(now, now + 1h);
  time_off(now + 1h, now + 2h);
  EXPECT_EQ(roster_.next_change(pool_), now + 2h) << "leaves that touch are one";
  calendar::Week week;
  week[0] = {*calendar::parse_local_interval("08:00-17:00")};
  lan().schedule = *calendar::Schedule::make("Asia/Ho_Chi_Minh", week);
  EXPECT_EQ(roster_.next_change(pool_), at("2026-02-09T08:00:00+07:00"));
  lan().inactive = true;
  EXPECT_EQ(roster_.next_change(pool_), std::nullopt);
}

TEST_F(RosterTest, CapsEndWithTheirHourAndDay) {
  roster_.count_lead(MemberId("lan"));
  lan().caps.hour = 1;
  EXPECT_EQ(roster_.next_change(pool_), at("2026-02-06T11:00:00Z"));
  lan().caps.day = 1;
  EXPECT_EQ(roster_.next_change(pool_), at("2026-02-06T17:00:00Z"));
}

TEST_F(RosterTest, PicksKeepCreditsAndCountThePool) {
  RoutingDecision decision;
  decision.chosen.pool = PoolId("p");
  decision.chosen.member = MemberId("lan");
  decision.candidates = {{.member = MemberId("lan")}};
  decision.turn = {.picked = 0,
                   .offered = {},
                   .reason = {},
                   .fair = true,
                   .credits_after = {-3},
                   .leave_credit_after = {0},
                   .missed_share = {0}};
  roster_.count_assignment(decision);
  EXPECT_EQ(roster_.snapshot(pool_).picks, 1);
  EXPECT_EQ(roster_.snapshot(pool_).members[0].credit, -3);
  EXPECT_EQ(seen().load.hour, 1);
  EXPECT_EQ(roster_.pools_of(MemberId("lan")).size(), 1u);
}

}  // namespace
}  // namespace leakproof::router
