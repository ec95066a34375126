#include "router/backtest/replay.h"

#include <gtest/gtest.h>

#include "router/fakes/world.h"

namespace leakproof::router {
namespace {

constexpr const char* kDesk = R"(
  members { member_id: "lan" starts_online: true }
  members { member_id: "minh" starts_online: true }
  members { member_id: "hoa" starts_online: true }
  pools { pool_id: "desk" members { member_id: "lan" weight: 2 } members { member_id: "minh" weight: 1 }
          sla { respond_within_micros: 900000000 } }
  pools { pool_id: "vip" members { member_id: "hoa" weight: 1 } }
  rules { rule_id: "germans" when: "lead.country == 'DE'" pool_id: "vip" }
  fallback { pool_id: "desk" }
)";

class ReplayTest : public ::testing::Test {
 protected:
  explicit ReplayTest() : world_(kDesk) { world_.run("config"); }
  void play(std::initializer_list<const char*> lines) {
    for (const char* line : lines) world_.run(line);
  }
  // The world's history again, under its configuration after `change`.
  // Records of the audit before `from` are left out.
  Replay& again(const std::function<void(config::v1::Workspace&)>& change = {}, std::set<MemberId> away = {}, std::size_t from = 0) {
    auto workspace = world_.config;
    if (change) change(workspace);
    routing_ = *compile_routing(workspace);
    replay_ = std::make_unique<Replay>(routing_, std::move(away));
    const auto audit = world_.audit();
    for (std::size_t i = from; i < audit.size(); ++i) {
      lead::v1::AuditRecord record;
      EXPECT_TRUE(record.ParseFromString(audit[i]));
      if (record.has_decision()) replay_->add(record.decision());
    }
    replay_->finish();
    return *replay_;
  }
  static std::string first(const Tally& tally, const std::string& lead) { return tally.leads().at(lead).first.member.value(); }
  static int leads(const Tally& tally, const char* member) {
    const auto found = tally.members().find(MemberId(member));
    return found == tally.members().end() ? 0 : found->second.leads;
  }
  World world_;
  Routing routing_;
  std::unique_ptr<Replay> replay_;
};

TEST_F(ReplayTest, TheSameConfigurationGivesTheSameOwners) {
  for (int i = 0; i < 40; ++i) {
    const std::string id = "L" + std::to_string(i);
    world_.run("enquire " + id + (i % 5 == 0 ? " DE 60" : " VN 20"));
    world_.run("wait 3");
    if (i % 3 == 0) world_.run("accept " + id + " " + world_.lead(id).member_id());
    if (i % 7 == 0) world_.run("decline " + id + " " + world_.lead(id).member_id());
    if (i % 9 == 0) world_.run("enquire " + id + " VN 55");
    if (i % 11 == 0) world_.run("claim " + id + " hoa");
  }
  const Replay& replay = again();
  EXPECT_EQ(replay.history().leads().size(), 40u);
  for (const auto& [id, lead] : replay.history().leads()) EXPECT_EQ(first(replay.candidate(), id), lead.first.member.value()) << id;
  for (const auto& [id, member] : replay.history().members()) {
    EXPECT_EQ(leads(replay.candidate(), id.value().c_str()), member.leads) << id.value();
    EXPECT_NEAR(replay.candidate().members().at(id).late, member.late, 1e-9) << id.value();
    EXPECT_NEAR(replay.candidate().members().at(id).share, member.share, 1e-9) << id.value();
  }
}

TEST_F(ReplayTest, APeriodGoesOnFromTheTurnsBeforeIt) {
  for (int i = 0; i < 20; ++i) world_.run("enquire L" + std::to_string(i) + " VN 20");
  const Replay& replay = again({}, {}, 8);  // 2 configurations and 6 of the leads
  EXPECT_EQ(replay.history().leads().size(), 14u);
  for (const auto& [id, lead] : replay.history().leads()) EXPECT_EQ(first(replay.candidate(), id), lead.first.member.value()) << id;
}

TEST_F(ReplayTest, AnotherRuleSendsItsLeadsElsewhere) {
  play({"enquire L1 DE 60", "enquire L2 VN 20", "enquire L3 DE 60"});
  const Replay& replay = again([](auto& workspace) { workspace.mutable_rules(0)->set_when("lead.country == 'VN'"); });
  EXPECT_EQ(first(replay.history(), "L1"), "hoa");
  EXPECT_EQ(first(replay.candidate(), "L1"), "lan");
  EXPECT_EQ(first(replay.candidate(), "L2"), "hoa");
  EXPECT_EQ(replay.candidate().leads().at("L2").first.rule.value(), "germans");
  EXPECT_EQ(leads(replay.history(), "hoa"), 2);
  EXPECT_EQ(leads(replay.candidate(), "hoa"), 1);
}

TEST_F(ReplayTest, WhoWasOfflineThenGetsNothingNow) {
  play({"offline lan", "enquire L1 VN 20", "enquire L2 VN 20"});
  EXPECT_EQ(leads(again([](auto& workspace) { workspace.mutable_pools(0)->mutable_members(0)->set_weight(9); }).candidate(), "lan"), 0);
}

TEST_F(ReplayTest, WorkFinishedThenIsFinishedNow) {
  play({"enquire L1 DE 60", "accept L1 hoa", "won L1 hoa", "enquire L2 DE 60", "accept L2 hoa", "won L2 hoa", "enquire L3 DE 60"});
  const auto one_open = [](auto& workspace) { workspace.mutable_members(2)->set_open_max(1); };
  EXPECT_EQ(leads(again(one_open).candidate(), "hoa"), 3);
}

TEST_F(ReplayTest, WorkNotFinishedFillsTheCapAndTheRestWaits) {
  play({"enquire L1 DE 60", "enquire L2 DE 60", "enquire L3 DE 60"});
  const Replay& replay = again([](auto& workspace) { workspace.mutable_members(2)->set_open_max(1); });
  EXPECT_EQ(leads(replay.candidate(), "hoa"), 1);
  EXPECT_EQ(replay.candidate().leads().at("L3").outcome, Outcome::kHeld);
  EXPECT_EQ(replay.candidate().pools().at(PoolId("vip")).waited, 2);
}

TEST_F(ReplayTest, AHoldIsServedOnceSomebodyIsFree) {
  play({"offline hoa", "enquire L1 DE 60", "wait 10", "online hoa", "enquire L2 DE 60"});
  const Replay& replay = again();
  EXPECT_EQ(replay.candidate().leads().at("L1").wait, std::chrono::minutes(10));
  EXPECT_EQ(leads(replay.candidate(), "hoa"), 2);
}

TEST_F(ReplayTest, AHoldEndsAsItsPoolSays) {
  play({"offline hoa", "enquire L1 DE 60", "wait 90", "enquire L2 VN 60"});
  const Replay& replay = again([](auto& workspace) {
    workspace.mutable_pools(1)->set_hold_max_micros(3'600'000'000);
    workspace.mutable_pools(1)->set_fallback_pool_id("desk");
    workspace.mutable_pools(1)->set_overflow("fallback");
  });
  EXPECT_EQ(replay.candidate().leads().at("L1").wait, std::chrono::minutes(60));
  EXPECT_EQ(first(replay.candidate(), "L1"), "lan");
}

// lan is late with the first lead; another who gets her second one is late as often as he was in history.
TEST_F(ReplayTest, WhoWasLateIsLateWithWhatHeHadAndOthersAsTheyUsedTo) {
  play({"enquire L1 VN 20", "wait 16", "enquire L2 DE 60", "accept L2 hoa"});
  ASSERT_EQ(first(again().history(), "L1"), "lan");
  EXPECT_EQ(replay_->history().members().at(MemberId("lan")).late, 1);
  EXPECT_EQ(replay_->candidate().members().at(MemberId("lan")).late, 1);
  const Replay& other = again([](auto& workspace) { workspace.mutable_rules(0)->set_when("true"); });
  EXPECT_EQ(leads(other.candidate(), "lan"), 0);
  EXPECT_EQ(leads(other.candidate(), "hoa"), 2);
  EXPECT_NEAR(other.candidate().members().at(MemberId("hoa")).late, 0, 1e-9);
}

TEST_F(ReplayTest, SomebodyNewFinishesWorkAsTheOthersDo) {
  for (int i = 0; i < 20; ++i) {
    const std::string id = "L" + std::to_string(i);
    world_.run("enquire " + id + " DE 60");
    world_.run("accept " + id + " hoa"), world_.run("won " + id + " hoa");
  }
  const Replay& replay = again([](auto& workspace) {
    auto& newcomer = *workspace.add_members();
    newcomer.set_member_id("tam"), newcomer.set_open_max(3);
    workspace.mutable_pools(1)->mutable_members(0)->set_member_id("tam");
  });
  EXPECT_GT(leads(replay.candidate(), "tam"), 15);
}

TEST_F(ReplayTest, AwayIsAwayWhateverHistorySaw) {
  play({"enquire L1 VN 20", "enquire L2 VN 20"});
  EXPECT_EQ(leads(again({}, {MemberId("lan")}).candidate(), "minh"), 2);
}

}  // namespace
}  // namespace leakproof::router
