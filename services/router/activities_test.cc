#include "router/activities.h"

#include <gtest/gtest.h>

#include "router/audit/decision_codec.h"
#include "router/fakes/world_fake.h"
#include "router/messages/router_messages.h"

namespace leakproof::router {
namespace {

// Chi leads sales, and boss hears of what nobody there took. Tuan may have one lead, eva is not there.
constexpr const char* kConfig = R"(
  members { member_id: "lan" starts_online: true webhook_url: "https://hooks.example/lan" }
  members { member_id: "minh" starts_online: true webhook_url: "https://hooks.example/minh" }
  members { member_id: "tuan" starts_online: true open_max: 1 }
  members { member_id: "eva" }
  members { member_id: "gone" starts_online: true inactive: true }
  members { member_id: "chi" starts_online: true }
  members { member_id: "boss" starts_online: true }
  pools { pool_id: "sales" members { member_id: "lan" weight: 1 } members { member_id: "minh" weight: 1 }
          sla { respond_within_micros: 600000000 attempts_max: 2 } hold_max_micros: 3600000000
          team_lead_id: "chi" escalate_to: "boss" }
  pools { pool_id: "desk" members { member_id: "tuan" weight: 1 } team_lead_id: "tuan" }
  pools { pool_id: "many" members { member_id: "lan" weight: 1 } members { member_id: "minh" weight: 1 } strategy: "shark_tank"
          team_lead_id: "chi" }
  rules { rule_id: "vn" when: "lead.country == 'VN'" pool_id: "sales" }
  rules { rule_id: "sg" when: "lead.country == 'SG'" pool_id: "many" }
  rules { rule_id: "de" when: "lead.country == 'DE'" pool_id: "desk" }
  rules { rule_id: "fr" when: "lead.country == 'FR'" journey_id: "warm_up" }
  journeys { journey_id: "warm_up" trigger: "routed" }
  journeys { journey_id: "later" trigger: "recycled" }
)";

// Brings lead a into a state.
struct Way {
  const char* state;
  std::vector<std::string> lines;
};
const std::vector<Way> kWays = {
    {"assigned", {"inquire a VN 1"}},
    {"accepted", {"inquire a VN 1", "accept a lan"}},
    {"held", {"offline lan", "offline minh", "inquire a VN 1"}},
    {"with_nurture", {"inquire a FR 1"}},
    {"escalated", {"inquire a VN 1", "decline a lan", "decline a minh"}},
    {"closed", {"inquire a VN 1", "lost a lan"}},
    {"offered", {"inquire a SG 1"}},
};

// What lan's word does in each state, in the order above.
TEST(Activities, TheTableOfLegalMoves) {
  const std::map<std::string, std::vector<std::string>> table = {
      {"accept a lan",
       {"a+accepted:lan", "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move",
        "a=claimed:lan a+reclaimed:minh a+accepted:lan"}},
      {"decline a lan",
       {"a+declined:lan a=assigned:minh a+assigned:minh", "a+declined:lan a=assigned:minh a+assigned:minh",
        "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move", "a+declined:lan"}},
      {"contacted a lan",
       {"a+accepted:lan", "", "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move",
        "a=claimed:lan a+reclaimed:minh a+accepted:lan"}},
      {"meeting a lan",
       {"a+accepted:lan", "", "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move",
        "a=claimed:lan a+reclaimed:minh a+accepted:lan"}},
      {"proposal a lan 0 5000000",
       {"a+accepted:lan", "", "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move",
        "a=claimed:lan a+reclaimed:minh a+accepted:lan"}},
      {"unreachable a lan",
       {"a+accepted:lan", "", "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move",
        "a=claimed:lan a+reclaimed:minh a+accepted:lan"}},
      {"won a lan 0 5000000",
       {"a+closed:lan", "a+closed:lan", "a+closed", "a+closed", "a+closed", "!illegal_move",
        "a+closed a+reclaimed:lan a+reclaimed:minh"}},
      {"lost a lan 0 0 too dear",
       {"a+closed:lan", "a+closed:lan", "a+closed", "a+closed", "a+closed", "!illegal_move",
        "a+closed a+reclaimed:lan a+reclaimed:minh"}},
      {"disqualified a lan",
       {"a+closed:lan", "a+closed:lan", "a+closed", "a+closed", "a+closed", "!illegal_move",
        "a+closed a+reclaimed:lan a+reclaimed:minh"}},
      {"recycled a lan",
       {"a=nurtured:later", "a=nurtured:later", "!illegal_move", "!illegal_move", "!illegal_move", "!illegal_move",
        "a=nurtured:later a+reclaimed:lan a+reclaimed:minh"}},
      {"transfer a chi minh",
       {"a=transferred:minh a+reclaimed:lan a+assigned:minh", "a=transferred:minh a+reclaimed:lan a+assigned:minh",
        "a=transferred:minh a+assigned:minh", "!illegal_move", "a=transferred:minh a+assigned:minh", "!illegal_move",
        "a=transferred:minh a+reclaimed:lan a+assigned:minh"}},
      {"claim a minh",
       {"a=claimed:minh a+reclaimed:lan a+accepted:minh", "a=claimed:minh a+reclaimed:lan a+accepted:minh",
        "a=claimed:minh a+accepted:minh", "a=claimed:minh a+accepted:minh", "a=claimed:minh a+accepted:minh",
        "a=claimed:minh a+accepted:minh", "a=claimed:minh a+reclaimed:lan a+accepted:minh"}},
  };
  for (const auto& [word, expected] : table) {
    for (std::size_t i = 0; i < kWays.size(); ++i) {
      World world(kConfig);
      for (const auto& line : kWays[i].lines) world.run(line);
      ASSERT_EQ(name_of(status_of(world.lead("a"))), kWays[i].state);
      const auto token = world.lead("a").ownership_token();
      world.beyond_caps = true;
      const std::string happened = world.run(word);
      EXPECT_EQ(happened, expected[i]) << word << " while " << kWays[i].state;
      const bool decided = happened.find('=') != std::string::npos;
      EXPECT_EQ(world.lead("a").ownership_token(), token + decided)
          << "it grows with every decision, and with nothing else: " << word;
    }
  }
}

TEST(Activities, AProposalAndADealHaveAValueAndALossItsReason) {
  World world(kConfig);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"}, {"proposal a lan 0 5000000", "a+accepted:lan"}});
  EXPECT_EQ(world.lead("a").last_step(), "proposal");
  EXPECT_EQ(world.lead("a").value_minor(), 5000000);
  world.draft.take_events();
  world.run("meeting a lan");
  EXPECT_EQ(world.lead("a").value_minor(), 5000000) << "what is not spoken of stays";
  EXPECT_EQ(world.lead("a").last_step(), "meeting");
  world.run("won a lan 0 4500000");
  EXPECT_EQ(world.lead("a").value_minor(), 4500000);
  EXPECT_EQ(world.lead("a").currency(), "VND");
  world.run("inquire b VN 1");
  world.run("lost b minh 0 0 too dear");
  EXPECT_EQ(world.lead("b").closed_reason(), "lost");
  EXPECT_EQ(world.lead("b").closed_detail(), "too dear");
}

TEST(Activities, TheClosedFactTellsValueAndReason) {
  World world(kConfig);
  world.run("inquire a VN 1");
  lead::v1::Event event;
  event.mutable_activity()->set_lead_id("a");
  auto& said = *event.mutable_activity()->mutable_feedback();
  said.set_outcome(lead::v1::Feedback::WON);
  said.set_member_id("lan");
  said.set_value_minor(7);
  said.set_currency("USD");
  said.set_reason("renewed");
  event.set_workspace_id("w");
  event.set_lead_id("a");
  ASSERT_TRUE(world.processor.on_event(event, world.draft).ok());
  const auto facts = world.draft.take_events();
  const auto closed = std::ranges::find_if(facts, [](const auto& fact) { return fact.has_assignment_changed(); });
  ASSERT_NE(closed, facts.end());
  EXPECT_EQ(closed->assignment_changed().reason(), "won");
  EXPECT_EQ(closed->assignment_changed().detail(), "renewed");
  EXPECT_EQ(closed->assignment_changed().value_minor(), 7);
  EXPECT_EQ(closed->assignment_changed().currency(), "USD");
}

// Only to who can have it now: the machine's limits bind the member.
TEST(Activities, AnOwnerGivesHisLeadAway) {
  World world(kConfig);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"transfer a minh minh", "!not_owner"},
              {"transfer a lan eva", "!offline"},
              {"transfer a lan gone", "!inactive"},
              {"transfer a lan nobody", "!unknown_member"},
              {"transfer a lan lan", "!illegal_move"},
              {"transfer a lan minh 7", "!stale_token"},
              {"transfer a lan pool:nowhere", "!unknown_pool"},
              {"transfer a lan tuan 1", "a=transferred:tuan a+reclaimed:lan a+assigned:tuan"},
              {"accept a lan 1", "!stale_token"},
              {"inquire b VN 1", "b=assigned:minh b+assigned:minh"},
              {"transfer b minh tuan", "!at_cap_open"},
              {"wait 9", ""},
              {"wait 1",
               "a+breached:tuan a=assigned:minh a+reclaimed:tuan a+assigned:minh b+breached:minh b=assigned:lan "
               "b+reclaimed:minh "
               "b+assigned:lan"}});
  EXPECT_EQ(world.member("tuan").open(), 0);
}

TEST(Activities, ALeadGivenToAPoolIsAssignedThereByTurn) {
  World world(kConfig);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"transfer a lan pool:desk", "a=assigned:tuan a+reclaimed:lan a+assigned:tuan"},
              {"inquire b VN 1", "b=assigned:minh b+assigned:minh"},
              {"transfer b minh pool:desk", "b=held:no_eligible_member b+reclaimed:minh b+held"},
              {"transfer b tuan pool:desk", "!illegal_move"},
              {"transfer b minh lan", "!not_owner"},
              {"transfer b tuan pool:sales", "b=assigned:lan b+assigned:lan"}});
  EXPECT_EQ(world.decision("b").transfer().by_member_id(), "tuan");
}

// Who leads the pool sets limits aside; the decision says which, and who, and why.
TEST(Activities, ATeamLeadGivesAnyOpenLeadOfThePoolToSomebody) {
  World world(kConfig);
  world.play(
      {{"inquire z DE 1", "z=assigned:tuan z+assigned:tuan"}, {"inquire a VN 1", "a=assigned:lan a+assigned:lan"}});
  world.beyond_caps = true;
  world.play({{"transfer a chi tuan", "a=transferred:tuan a+reclaimed:lan a+assigned:tuan"}});
  EXPECT_EQ(world.decision("a").overridden(), "at_cap_open");
  EXPECT_EQ(world.decision("a").reason(), "by_team_lead");
  EXPECT_EQ(world.decision("a").transfer().by_member_id(), "chi");
  const auto text = explain_decision(world.decision("a"), messages_in(messages::Language::kEnglish));
  EXPECT_EQ(text.front(), "chi gave the lead to somebody else: knows them.");
  EXPECT_NE(text[text.size() - 2].find("It was done although tuan is at the cap of open work (1 open)"),
            std::string::npos)
      << text[text.size() - 2];
  world.play({{"transfer a boss eva", "a=transferred:eva a+reclaimed:tuan a+assigned:eva"}});
  EXPECT_EQ(world.decision("a").overridden(), "offline");
  world.play({{"transfer a chi gone", "!inactive"},
              {"transfer a chi minh", "a=transferred:minh a+reclaimed:eva a+assigned:minh"}});
  EXPECT_EQ(world.decision("a").overridden(), "");
  world.play({{"transfer z chi minh", "!not_owner"}});  // that is another pool
  EXPECT_EQ(world.lead("a").ownership_token(), 4);
}

TEST(Activities, AGivenLeadIsThePoolsWorkAsBefore) {
  World world(kConfig);
  world.run("inquire a VN 1");
  world.run("transfer a lan tuan");
  EXPECT_EQ(world.lead("a").counted_pool_id(), "sales");
  const auto sales = load<state::v1::PoolState>(world.draft, keys::pool("w", "sales"));
  EXPECT_EQ(sales.open(), 1);
  EXPECT_EQ(sales.picks(), 1) << "a transfer is nobody's turn";
  world.play({{"offline lan", ""},
              {"offline minh", ""},
              {"inquire b VN 1", "b=held:no_eligible_member b+held"},
              {"transfer b chi lan", "b=transferred:lan b+assigned:lan"}});
  EXPECT_EQ(load<state::v1::PoolState>(world.draft, keys::pool("w", "sales")).open(), 1)
      << "what a person gives out of a hold is not";
  world.run("won a tuan");
  EXPECT_EQ(load<state::v1::PoolState>(world.draft, keys::pool("w", "sales")).open(), 0);
}

}  // namespace
}  // namespace leakproof::router
