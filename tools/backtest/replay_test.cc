#include "backtest/replay.h"

#include <gtest/gtest.h>

#include <random>

#include "router/config/routing_codec.h"
#include "router/fakes/world_fake.h"

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
  Replay& again(const std::function<void(config::v1::Workspace&)>& change = {}, std::set<MemberId> away = {},
                std::size_t from = 0, Replay::Turns turns = Replay::Turns::kOwn) {
    auto workspace = world_.config;
    if (change) change(workspace);
    routing_ = *compile_routing(workspace);
    replay_ = std::make_unique<Replay>(routing_, std::move(away), turns);
    const auto audit = world_.audit();
    for (std::size_t i = from; i < audit.size(); ++i) {
      lead::v1::AuditRecord record;
      EXPECT_TRUE(record.ParseFromString(audit[i]));
      if (record.has_decision()) replay_->add(record.decision());
    }
    replay_->finish();
    return *replay_;
  }
  static std::string first(const Tally& tally, const std::string& lead) {
    return tally.leads().at(lead).first.member.value();
  }
  static int leads(const Tally& tally, const char* member) {
    const auto found = tally.members().find(MemberId(member));
    return found == tally.members().end() ? 0 : found->second.leads;
  }
  World world_;
  Routing routing_;
  std::unique_ptr<Replay> replay_;
};

// People come, go, answer late or not at all, and finish work under caps: history again, to the last lead.
TEST_F(ReplayTest, TheSameConfigurationGivesTheSameHistory) {
  std::mt19937 dice(4);
  const auto one_of = [&](std::initializer_list<const char*> words) {
    return std::string(words.begin()[dice() % words.size()]);
  };
  world_.config.mutable_members(0)->set_open_max(4);
  world_.config.mutable_members(1)->set_open_max(3);
  world_.config.mutable_members(2)->set_hourly_max(5);
  world_.config.mutable_pools(1)->set_hold_max_micros(3'600'000'000);
  world_.config.mutable_pools(1)->set_fallback_pool_id("desk");
  world_.run("config");
  for (int i = 0; i < 300; ++i) {
    const std::string id = "L" + std::to_string(i),
                      earlier = "L" + std::to_string(dice() % static_cast<unsigned>(i + 1));
    world_.run("inquire " + id + (dice() % 5 == 0 ? " DE " : " VN ") + std::to_string(dice() % 90));
    if (dice() % 9 == 0) world_.run(one_of({"online ", "online ", "offline "}) + one_of({"lan", "minh", "hoa"}));
    const std::string owner = world_.lead(earlier).member_id();
    if (dice() % 2 == 0 && !owner.empty())
      world_.run(one_of({"accept ", "won ", "won ", "decline "}) + earlier + " " + owner);
    if (dice() % 20 == 0) world_.run("inquire " + earlier + " VN 20");
    if (dice() % 20 == 0) world_.run("claim " + earlier + " hoa");
    world_.run("wait " + std::to_string(dice() % 6));
  }
  const Replay& replay = again();
  EXPECT_EQ(replay.history().leads().size(), 300u);
  for (const auto& [id, lead] : replay.history().leads()) {
    const auto& now = replay.candidate().leads().at(id);
    EXPECT_EQ(now.first.member, lead.first.member) << id;
    EXPECT_EQ(now.outcome, lead.outcome) << id;
    EXPECT_EQ(now.wait, lead.wait) << id;
  }
  for (const auto& [id, member] : replay.history().members()) {
    const auto& now = replay.candidate().members().at(id);
    EXPECT_EQ(now.leads, member.leads) << id.value();
    EXPECT_NEAR(now.late, member.late, 1e-9) << id.value();
    EXPECT_NEAR(now.share, member.share, 1e-9) << id.value();
  }
}

TEST_F(ReplayTest, APeriodGoesOnFromTheTurnsBeforeIt) {
  for (int i = 0; i < 20; ++i) world_.run("inquire L" + std::to_string(i) + " VN 20");
  const Replay& replay = again({}, {}, 8);  // 2 configurations and 6 of the leads
  EXPECT_EQ(replay.history().leads().size(), 14u);
  for (const auto& [id, lead] : replay.history().leads())
    EXPECT_EQ(first(replay.candidate(), id), lead.first.member.value()) << id;
}

TEST_F(ReplayTest, AnotherRuleSendsItsLeadsElsewhere) {
  play({"inquire L1 DE 60", "inquire L2 VN 20", "inquire L3 DE 60"});
  const Replay& replay = again([](auto& workspace) { workspace.mutable_rules(0)->set_when("lead.country == 'VN'"); });
  EXPECT_EQ(first(replay.history(), "L1"), "hoa");
  EXPECT_EQ(first(replay.candidate(), "L1"), "lan");
  EXPECT_EQ(first(replay.candidate(), "L2"), "hoa");
  EXPECT_EQ(replay.candidate().leads().at("L2").first.rule.value(), "germans");
  EXPECT_EQ(leads(replay.history(), "hoa"), 2);
  EXPECT_EQ(leads(replay.candidate(), "hoa"), 1);
}

// Lesson 15: every changed owner is explained.
TEST_F(ReplayTest, Lesson15_EveryChangedOwnerIsExplained) {
  play({"inquire L1 DE 60", "inquire L2 VN 20", "inquire L3 VN 20"});
  EXPECT_EQ(again([](auto& workspace) { workspace.mutable_rules(0)->set_when("false"); }).because("L1"),
            "another_rule");
  EXPECT_EQ(again([](auto& workspace) { workspace.mutable_rules(0)->set_pool_id("desk"); }).because("L1"),
            "another_pool");
  EXPECT_EQ(again([](auto& workspace) { workspace.mutable_members(0)->set_inactive(true); }).because("L2"), "inactive");
  EXPECT_EQ(again([](auto& workspace) {
              workspace.mutable_pools(0)->mutable_members(0)->set_member_id("hoa");
            }).because("L2"),
            "not_in_pool");
  EXPECT_EQ(again([](auto& workspace) { workspace.mutable_pools(0)->mutable_members(1)->set_weight(5); }).because("L2"),
            "turn");
}

// Beside the live configuration: one lead that goes elsewhere is one, not all that come after it.
TEST_F(ReplayTest, WithTheTurnsOfHistoryOneDifferenceStaysOne) {
  for (int i = 0; i < 20; ++i) world_.run("inquire L" + std::to_string(i) + (i == 0 ? " SG 20" : " VN 20"));
  const auto singapore_elsewhere = [](auto& workspace) {
    workspace.mutable_rules(0)->set_when("lead.country == 'SG'");
  };
  const auto differ = [](const Replay& replay) {
    return std::ranges::count_if(replay.history().leads(), [&](const auto& lead) { return !replay.same(lead.first); });
  };
  EXPECT_EQ(differ(again(singapore_elsewhere, {}, 0, Replay::Turns::kOfHistory)), 1);
  EXPECT_GT(differ(again(singapore_elsewhere)), 1);
}

TEST_F(ReplayTest, WhoWasOfflineThenGetsNothingNow) {
  play({"offline lan", "inquire L1 VN 20", "inquire L2 VN 20"});
  EXPECT_EQ(
      leads(again([](auto& workspace) { workspace.mutable_pools(0)->mutable_members(0)->set_weight(9); }).candidate(),
            "lan"),
      0);
}

TEST_F(ReplayTest, WorkFinishedThenIsFinishedNow) {
  play({"inquire L1 DE 60", "accept L1 hoa", "won L1 hoa", "inquire L2 DE 60", "accept L2 hoa", "won L2 hoa",
        "inquire L3 DE 60"});
  const auto one_open = [](auto& workspace) { workspace.mutable_members(2)->set_open_max(1); };
  EXPECT_EQ(leads(again(one_open).candidate(), "hoa"), 3);
}

TEST_F(ReplayTest, WorkNotFinishedFillsTheCapAndTheRestWaits) {
  play({"inquire L1 DE 60", "inquire L2 DE 60", "inquire L3 DE 60"});
  const Replay& replay = again([](auto& workspace) { workspace.mutable_members(2)->set_open_max(1); });
  EXPECT_EQ(leads(replay.candidate(), "hoa"), 1);
  EXPECT_EQ(replay.candidate().leads().at("L3").outcome, Outcome::kHeld);
  EXPECT_EQ(replay.candidate().pools().at(PoolId("vip")).waited, 2);
}

TEST_F(ReplayTest, AHoldIsServedOnceSomebodyIsFree) {
  play({"offline hoa", "inquire L1 DE 60", "wait 10", "online hoa", "inquire L2 DE 60"});
  const Replay& replay = again();
  EXPECT_EQ(replay.candidate().leads().at("L1").wait, std::chrono::minutes(10));
  EXPECT_EQ(leads(replay.candidate(), "hoa"), 2);
}

TEST_F(ReplayTest, AHoldEndsAsItsPoolSays) {
  play({"offline hoa", "inquire L1 DE 60", "wait 90", "inquire L2 VN 60"});
  const Replay& replay = again([](auto& workspace) {
    workspace.mutable_pools(1)->set_hold_max_micros(3'600'000'000);
    workspace.mutable_pools(1)->set_fallback_pool_id("desk");
    workspace.mutable_pools(1)->set_overflow("fallback");
  });
  EXPECT_EQ(replay.candidate().leads().at("L1").wait, std::chrono::minutes(60));
  EXPECT_EQ(first(replay.candidate(), "L1"), "lan");
}

// lan is late with the first lead; another who gets their second one is late as often as they were in history.
TEST_F(ReplayTest, WhoWasLateIsLateWithWhatHeHadAndOthersAsTheyUsedTo) {
  play({"inquire L1 VN 20", "wait 16", "inquire L2 DE 60", "accept L2 hoa"});
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
    world_.run("inquire " + id + " DE 60");
    world_.run("accept " + id + " hoa");
    world_.run("won " + id + " hoa");
  }
  const Replay& replay = again([](auto& workspace) {
    auto& newcomer = *workspace.add_members();
    newcomer.set_member_id("tam");
    newcomer.set_open_max(3);
    workspace.mutable_pools(1)->mutable_members(0)->set_member_id("tam");
  });
  EXPECT_GT(leads(replay.candidate(), "tam"), 15);
}

TEST_F(ReplayTest, AwayIsAwayWhateverHistorySaw) {
  play({"inquire L1 VN 20", "inquire L2 VN 20"});
  EXPECT_EQ(leads(again({}, {MemberId("lan")}).candidate(), "minh"), 2);
}

}  // namespace
}  // namespace leakproof::router
