#include "scoring/domain/engagement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "scoring/domain/model.h"

namespace leakproof::scoring {
namespace {

using std::chrono::hours;
constexpr Instant kStart = instant_from_micros(1'700'000'000'000'000);

TEST(Engagement, HalfIsLeftAfterAHalfLife) {
  const TouchRule rule{"page_view", 8, hours(24), 0};
  std::vector<TouchSum> sums;
  add_touch(rule, kStart, sums);
  EXPECT_DOUBLE_EQ(points_at(rule, sums[0], kStart), 8);
  EXPECT_DOUBLE_EQ(points_at(rule, sums[0], kStart + hours(24)), 4);
  EXPECT_DOUBLE_EQ(points_at(rule, sums[0], kStart + hours(72)), 1);
}
TEST(Engagement, WithoutAHalfLifePointsStay) {
  const TouchRule rule{"call", 15, {}, 0};
  std::vector<TouchSum> sums;
  add_touch(rule, kStart, sums);
  EXPECT_DOUBLE_EQ(points_at(rule, sums[0], kStart + hours(24 * 365)), 15);
}
TEST(Engagement, ARuleGivesNoMoreThanItsBound) {
  const TouchRule rule{"page_view", 2, hours(24), 5}, against{"unsubscribe", -4, {}, 6};
  std::vector<TouchSum> sums;
  for (int i = 0; i < 10; ++i) add_touch(rule, kStart, sums);
  for (int i = 0; i < 10; ++i) add_touch(against, kStart, sums);
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_DOUBLE_EQ(points_at(rule, sums[0], kStart), 5);
  EXPECT_DOUBLE_EQ(points_at(against, sums[1], kStart), -6);
}
TEST(Engagement, AVeryOldTouchIsWorthNothingAndDoesNotOverflow) {
  const TouchRule rule{"page_view", 2, Duration(1), 0};
  std::vector<TouchSum> sums;
  add_touch(rule, instant_from_micros(0), sums);
  EXPECT_EQ(points_at(rule, sums[0], kStart), 0);
}

struct Touch {
  Instant at;
};
// From the definition, without sums.
double from_log(const TouchRule& rule, const std::vector<Touch>& log, Instant now) {
  double points = 0;
  for (const auto& touch : log) {
    points += rule.points *
              std::exp2(-static_cast<double>((now - touch.at).count()) / static_cast<double>(rule.half_life.count()));
  }
  return rule.points_max > 0 ? std::min(points, rule.points_max) : points;
}

TEST(Engagement, EqualsItsLogInWhateverOrderTouchesCome) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    const TouchRule rule{"t", 1.0 + random() % 20, hours(1 + random() % 500), round % 3 == 0 ? 40.0 : 0.0};
    std::vector<Touch> log;
    std::vector<TouchSum> sums;
    Instant latest = kStart;
    for (int i = 1 + random() % 60; i > 0; --i) {
      log.push_back({kStart + Duration(random() % Duration(hours(24 * 90)).count())});
      latest = std::max(latest, log.back().at);
      add_touch(rule, log.back().at, sums);
      ASSERT_NEAR(points_at(rule, sums[0], latest), from_log(rule, log, latest), 1e-9) << "round " << round;
    }
    const Instant later = latest + hours(random() % 1000);
    EXPECT_NEAR(points_at(rule, sums[0], later), from_log(rule, log, later), 1e-9) << "round " << round;
  }
}

}  // namespace
}  // namespace leakproof::scoring
