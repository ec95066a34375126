#include "router/domain/simulation.h"

#include <gtest/gtest.h>

#include "router/domain/routing.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using namespace std::chrono_literals;

class SimulationTest : public ::testing::Test {
 protected:
  SimulationTest() : country_(routing_.schema.add("lead.country", rules::Type::kString)), record_(routing_.schema) {
    for (const char* id : {"lan", "minh", "hoa"}) routing_.members[MemberId(id)].id = MemberId(id);
    routing_.pools[PoolId("sales")] = {.id = PoolId("sales"),
                                       .members = {{MemberId("lan"), 2}, {MemberId("minh"), 1}, {MemberId("hoa"), 1}}};
    routing_.fallback.pool = PoolId("sales");
  }
  // Who gets how many of `leads` that come a minute apart; "" = held.
  std::map<std::string, int> shares(int leads, std::set<MemberId> away = {}) {
    Simulation simulation(routing_, std::move(away));
    std::map<std::string, int> got;
    for (int i = 0; i < leads; ++i)
      ++got[simulation.route(record_, "warm", start_ + i * 1min).decision.chosen.member.value()];
    return got;
  }
  Routing routing_;
  rules::Slot country_;
  rules::Record record_;
  const Instant start_ = std::chrono::sys_days(std::chrono::year(2026) / 2 / 6) + 9h;
};

using Shares = std::map<std::string, int>;

TEST_F(SimulationTest, TurnsGoOnFromOneLeadToTheNext) {
  EXPECT_EQ(shares(40), (Shares{{"lan", 20}, {"minh", 10}, {"hoa", 10}}));
}
TEST_F(SimulationTest, WhoIsAwayGetsNothing) {
  EXPECT_EQ(shares(30, {MemberId("hoa")}), (Shares{{"lan", 20}, {"minh", 10}}));
}
TEST_F(SimulationTest, CapsFillUpAndBeginAnew) {
  for (auto& [id, member] : routing_.members) member.caps.hour = 4;
  EXPECT_EQ(shares(60), (Shares{{"lan", 4}, {"minh", 4}, {"hoa", 4}, {"", 48}}));
  EXPECT_EQ(shares(72), (Shares{{"lan", 8}, {"minh", 8}, {"hoa", 8}, {"", 48}}));
  routing_.pools[PoolId("sales")].caps.day = 10;
  EXPECT_EQ(shares(72)[""], 62);
}

}  // namespace
}  // namespace leakproof::router
