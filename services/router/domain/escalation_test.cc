#include "router/domain/escalation.h"

#include <gtest/gtest.h>

#include "router/domain/routing.h"

namespace leakproof::router {
namespace {

std::string told(const std::string& first, const std::string& escalate_to, const std::string& team_lead,
                 const std::string& of_workspace) {
  Routing routing;
  for (const char* id : {"lan", "minh", "hoa", "gone"}) routing.members[MemberId(id)].id = MemberId(id);
  routing.members[MemberId("gone")].inactive = true;
  routing.escalate_to = MemberId(of_workspace);
  const Pool pool{.escalate_to = MemberId(escalate_to), .team_lead = MemberId(team_lead)};
  std::string text;
  for (const auto& id : last_resort(routing, &pool, MemberId(first))) text += (text.empty() ? "" : " ") + id.value();
  return text;
}

TEST(LastResort, IsTheNextInLineWhoWorksHere) {
  struct Row {
    const char *first, *escalate_to, *team_lead, *of_workspace, *told;
  };
  const Row rows[] = {{"", "lan", "minh", "hoa", "lan minh hoa"},
                      {"", "", "minh", "hoa", "minh hoa"},
                      {"", "gone", "minh", "", "minh"},
                      {"", "nobody", "gone", "hoa", "hoa"},
                      {"", "", "", "", ""},
                      {"hoa", "lan", "", "", "hoa lan"},
                      {"gone", "lan", "lan", "lan", "lan"},
                      {"", "gone", "gone", "gone", ""}};
  for (const auto& row : rows)
    EXPECT_EQ(told(row.first, row.escalate_to, row.team_lead, row.of_workspace), row.told) << row.told;
  EXPECT_TRUE(last_resort(Routing(), nullptr).empty());
}

// Where nobody is named for the pool or the workspace, whoever is named elsewhere hears of it.
TEST(LastResort, IsBehindThemWhoeverIsNamedAnywhere) {
  Routing routing;
  for (const char* id : {"lan", "minh", "hoa", "gone"}) routing.members[MemberId(id)].id = MemberId(id);
  routing.members[MemberId("gone")].inactive = true;
  const Pool& pool = routing.pools[PoolId("desk")];
  const auto told = [&] {
    std::string text;
    for (const auto& id : last_resort(routing, &pool)) text += (text.empty() ? "" : " ") + id.value();
    return text;
  };
  EXPECT_EQ(told(), "");
  routing.sweeps.push_back({SweepKind::kTooOld, {}, SweepAction::kEscalate, MemberId("hoa"), {}});
  EXPECT_EQ(told(), "hoa");
  routing.pools[PoolId("night")].team_lead = MemberId("minh");
  routing.pools[PoolId("noon")].escalate_to = MemberId("gone");
  EXPECT_EQ(told(), "minh hoa");
  routing.pools[PoolId("desk")].escalate_to = MemberId("gone");
  EXPECT_EQ(told(), "minh hoa");
  routing.escalate_to = MemberId("lan");
  EXPECT_EQ(told(), "lan") << "who is named for it is enough";
}

}  // namespace
}  // namespace leakproof::router
