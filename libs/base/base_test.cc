#include <gtest/gtest.h>

#include <thread>

#include "base/big_endian.h"
#include "base/id.h"
#include "base/manual_clock.h"
#include "base/result.h"
#include "base/signal.h"
#include "base/system_clock.h"

namespace leakproof {
namespace {

Result<int> half(int n) {
  if (n % 2) return refuse("odd");
  return n / 2;
}
Result<int> quarter(int n) {
  LEAKPROOF_ASSIGN(once, half(n));
  LEAKPROOF_TRY(half(once));
  return half(once);
}

TEST(Result, TryAndAssignPassTheErrorOn) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(6).error().message(), "odd");
  EXPECT_EQ(quarter(6).error().disposition(), Disposition::kRefuse);
  EXPECT_EQ(retry("b").in("a").message(), "a: b");
}
TEST(Result, TakingAnAbsentValueIsADefect) { EXPECT_DEATH((void)*half(1), "CHECK failed"); }

TEST(BigEndian, SortsLikeTheNumbers) {
  std::string previous;
  for (std::uint64_t n : {0ull, 1ull, 255ull, 256ull, 1ull << 40, ~0ull}) {
    std::string key;
    append_big_endian(key, n);
    EXPECT_EQ(read_big_endian(key), n);
    EXPECT_TRUE(previous.empty() || previous < key);
    previous = key;
  }
}
TEST(ManualClock, MovesOnlyWhenMoved) {
  ManualClock clock(instant_from_micros(5));
  clock.advance(Duration(2));
  EXPECT_EQ(to_micros(clock.now()), 7);
  EXPECT_GT(SystemClock().now(), clock.now());
}
TEST(Signal, KeepsARingForTheNextWait) {
  Signal signal;
  signal.notify();
  signal.wait_for(std::chrono::hours(1));
  std::thread other([&] { signal.notify(); });
  signal.wait_for(std::chrono::hours(1));
  other.join();
}
TEST(Id, IsNeverAnotherKindOfId) {
  static_assert(!std::is_convertible_v<LeadId, MemberId> && !std::is_convertible_v<std::string, LeadId>);
  EXPECT_LT(LeadId("a"), LeadId("b"));
}

}  // namespace
}  // namespace leakproof
