// The small parts of the endpoints, without a socket.
#include <gtest/gtest.h>

#include "ingest/http/rate_limit.h"
#include "ingest/http/recent_keys.h"

namespace leakproof::ingest {
namespace {

const Instant kNow = Instant(std::chrono::seconds(1760000000));

TEST(RateLimit, FillsWithTime) {
  RateLimit limit({2, 3});
  for (bool taken : {true, true, true, false}) EXPECT_EQ(limit.take("a", kNow), taken);
  EXPECT_TRUE(limit.take("b", kNow)) << "each key for itself";
  EXPECT_TRUE(limit.take("a", kNow + std::chrono::milliseconds(500)));
  EXPECT_FALSE(limit.take("a", kNow + std::chrono::milliseconds(500)));
  EXPECT_FALSE(limit.take("a", kNow)) << "a clock that goes back gives nothing";
}

TEST(RateLimit, IsBounded) {
  RateLimit limit({1, 1}, 2);
  EXPECT_TRUE(limit.take("a", kNow));
  EXPECT_TRUE(limit.take("b", kNow));
  EXPECT_TRUE(limit.take("c", kNow + std::chrono::seconds(9)));
  EXPECT_FALSE(limit.take("c", kNow + std::chrono::seconds(9)));
}

TEST(RecentKeys, TellsRetriesFromReuse) {
  using Seen = RecentKeys::Seen;
  const auto one = crypto::sha256("1"), two = crypto::sha256("2");
  RecentKeys keys(2);
  EXPECT_EQ(keys.begin("k", one), Seen::kNever);
  EXPECT_EQ(keys.begin("k", one), Seen::kInFlight);
  EXPECT_EQ(keys.begin("k", two), Seen::kOtherBody);
  keys.end("k", true);
  EXPECT_EQ(keys.begin("k", one), Seen::kSameBody);
  keys.end("k", false);
  EXPECT_EQ(keys.begin("k", two), Seen::kNever) << "one that was not stored may be sent anew";
  keys.begin("l", one);
  keys.begin("m", one);
  EXPECT_EQ(keys.begin("k", one), Seen::kNever) << "the oldest are forgotten";
}

}  // namespace
}  // namespace leakproof::ingest
