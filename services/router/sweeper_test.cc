#include "router/sweeper.h"

#include <gtest/gtest.h>

#include "router/audit/decision_codec.h"
#include "router/domain/limits.h"
#include "router/fakes/world_fake.h"
#include "router/messages/router_messages.h"

namespace leakproof::router {
namespace {

constexpr std::int64_t kMinute = 60'000'000;

constexpr const char* kConfig = R"(
  members { member_id: "lan" starts_online: true webhook_url: "https://hooks.example/lan" }
  members { member_id: "minh" starts_online: true }
  members { member_id: "boss" starts_online: true webhook_url: "https://hooks.example/boss" }
  pools { pool_id: "sales" members { member_id: "lan" weight: 1 } members { member_id: "minh" weight: 1 } sla { attempts_max: 3 } }
  rules { rule_id: "vn" when: "lead.country == 'VN'" pool_id: "sales" }
  rules { rule_id: "fr" when: "lead.country == 'FR'" journey_id: "warm_up" }
  journeys { journey_id: "warm_up" trigger: "routed" }
  journeys { journey_id: "later" trigger: "recycled" }
)";

std::string with(const std::vector<std::string>& sweeps) {
  std::string config = kConfig;
  for (const auto& sweep : sweeps) config += "sweeps { " + sweep + " }\n";
  return config;
}
std::string rule(const std::string& kind, int minutes, const std::string& action, const std::string& more = "") {
  return "kind: '" + kind + "' after_micros: " + std::to_string(minutes * kMinute) + " action: '" + action + "' " +
         more;
}
state::v1::SweepState state_of(World& world, const std::string& kind) {
  return load<state::v1::SweepState>(world.draft, keys::sweep_state("w", kind));
}
std::vector<std::string> told(World& world) {
  std::vector<std::string> ids;
  for (const auto& [id, entry] : world.draft.outbox) {
    if (id.find(":overdue:") != std::string::npos) ids.push_back(entry.payload());
  }
  return ids;
}

TEST(SweepIndex, ALeadIsInTheClassesThatItsStateSays) {
  World world(kConfig);
  const auto classes = [&] {
    std::string text;
    const auto lead = world.lead("a");
    for (const auto& mark : lead.sweeps()) text += (text.empty() ? "" : " ") + mark.kind();
    return text;
  };
  const std::vector<std::pair<std::string, std::string>> life = {
      {"inquire a VN 1", "no_follow_up too_old"},
      {"accept a lan", "no_follow_up too_old"},
      {"unreachable a lan", "no_follow_up unreachable too_old"},
      {"contacted a lan", "no_follow_up too_old"},
      {"recycled a lan", "returned too_old"},
      {"handback a lan", "no_follow_up too_old"},
      {"decline a minh", "no_follow_up too_old"},
      {"decline a lan", "unowned returned too_old"},
      {"claim a boss", "no_follow_up too_old"},
      {"won a boss", ""},
      {"inquire a VN 1", "no_follow_up too_old"}};
  for (const auto& [line, expected] : life) {
    world.run(line);
    EXPECT_EQ(classes(), expected) << line;
  }
  for (const auto kind : kSweepKinds) {
    std::int64_t indexed = 0;
    world.draft.scan(keys::sweep_of("w", name_of(kind)), "",
                     [&](std::string_view, std::string_view) { return ++indexed > 0; });
    EXPECT_EQ(state_of(world, std::string(name_of(kind))).leads(), indexed) << name_of(kind);
  }
}

TEST(SweepIndex, WhoeverHadItSinceEndsTheReturn) {
  World world(kConfig);
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"recycled a lan", "a=nurtured:later"},
              {"handback a lan", "a=assigned:minh a+assigned:minh"},
              {"offline lan", ""},
              {"leave minh 0 60", "a=held:no_eligible_member a+reclaimed:minh a+held"}});
  EXPECT_EQ(state_of(world, "returned").leads(), 0);
}

TEST(SweepIndex, AnInquiryOfTwoPeopleMayBeADuplicate) {
  World world(with({rule("duplicate", 1, "escalate", "to_member_id: 'boss'")}));
  world.run("inquire a VN 1");
  lead::v1::Event event;
  *event.mutable_lead_changed()->mutable_lead() = world.lead("a").lead();
  (*event.mutable_lead_changed()->mutable_lead()->mutable_attributes())["identity_conflict"].set_flag(true);
  world.feed(std::move(event), "a");
  EXPECT_EQ(state_of(world, "duplicate").leads(), 1);
  world.run("wait 2");
  EXPECT_EQ(told(world).size(), 1u);
  world.run("disqualified a lan");
  EXPECT_EQ(state_of(world, "duplicate").leads(), 0);
}

// Each kind, found in its time and not before; what is done is a fact, and where the lead moves a decision.
TEST(SweepIndex, EachKindIsFoundAndActedOn) {
  World world(with({rule("no_follow_up", 60, "reassign")}));
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
              {"wait 30", ""},
              {"contacted a lan", "a+accepted:lan"},
              {"wait 59", ""},
              {"wait 1", "a=assigned:minh a+reclaimed:lan a+assigned:minh"},
              {"wait 60", "a=escalated:already_tried a+reclaimed:minh"},
              {"wait 600", ""}});
  EXPECT_EQ(world.decision("a").sweep().kind(), "no_follow_up");
  EXPECT_EQ(explain_decision(world.decision("a"), messages_in(messages::Language::kEnglish)).front(),
            "A sweep found the lead: nothing followed.");

  World unowned(with({rule("unowned", 5, "reassign")}));
  unowned.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
                {"decline a lan", "a+declined:lan a=assigned:minh a+assigned:minh"},
                {"decline a minh", "a+declined:minh a=escalated:already_tried"},
                {"wait 4", ""},
                {"wait 1", "a=assigned:minh a+assigned:minh"}});

  World returned(with({rule("returned", 60, "reassign")}));
  returned.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
                 {"recycled a lan", "a=nurtured:later"},
                 {"wait 59", ""},
                 {"wait 1", "a=assigned:minh a+assigned:minh"}});

  World unreachable(with({rule("unreachable", 60, "nurture", "journey_id: 'warm_up'")}));
  unreachable.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
                    {"unreachable a lan", "a+accepted:lan"},
                    {"wait 30", ""},
                    {"unreachable a lan", ""},
                    {"wait 29", ""},
                    {"wait 1", "a=nurtured:warm_up a+reclaimed:lan"}});
  EXPECT_EQ(unreachable.decision("a").reason(), "swept");

  World old(with({rule("too_old", 60, "close")}));
  old.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"},
            {"inquire b FR 1", "b=nurtured:warm_up"},
            {"wait 30", ""},
            {"inquire b FR 1", "b=nurtured:warm_up"},
            {"wait 30", "a+closed:lan"},
            {"wait 30", "b+closed"}});
  EXPECT_EQ(old.lead("b").closed_reason(), "too_old");
}

// Nobody's for eight days, a second lead of the same person, one of a list: whatever way it came, it is found.
TEST(SweepIndex, Regression12_LeadsThatNobodyHasAreFoundWhereverTheyComeFrom) {
  World world(with({rule("unowned", 8 * 24 * 60, "escalate", "to_member_id: 'boss'")}));
  for (const std::string lead : {"own", "copied", "imported"}) {
    world.run("inquire " + lead + " VN 1");
    for (int i = 0; i < 2; ++i) world.run("decline " + lead + " " + world.lead(lead).member_id());
  }
  EXPECT_EQ(world.counts().escalated(), 3);
  world.run("wait 11519");
  EXPECT_TRUE(told(world).empty());
  world.run("wait 1");
  EXPECT_EQ(told(world).size(), 3u);
  EXPECT_EQ(world.counts().escalated(), 3) << "they are told of, and stay where they are";
}

TEST(SweepIndex, LinesMakeALadderAndEachActsOnce) {
  World world(with({rule("no_follow_up", 10, "remind"), rule("no_follow_up", 20, "escalate", "to_member_id: 'boss'"),
                    rule("no_follow_up", 30, "reassign")}));
  world.play({{"inquire a VN 1", "a=assigned:lan a+assigned:lan"}, {"claim a lan", "a=claimed:lan a+accepted:lan"}});
  world.run("wait 10");
  ASSERT_EQ(told(world).size(), 1u);
  EXPECT_NE(told(world)[0].find("Since 2026-02-06T02:00:00Z nothing followed."), std::string::npos) << told(world)[0];
  EXPECT_EQ(state_of(world, "no_follow_up").actions().at("remind").overdue(), 1);
  world.run("wait 10");
  EXPECT_EQ(told(world).size(), 2u);
  EXPECT_EQ(world.run("wait 9"), "");
  EXPECT_EQ(world.run("wait 1"), "a=assigned:minh a+reclaimed:lan a+assigned:minh");
  EXPECT_EQ(state_of(world, "no_follow_up").actions().at("remind").overdue(), 0)
      << "it is so anew, and nobody was reminded yet";
  EXPECT_EQ(told(world).size(), 2u);
}

TEST(SweepIndex, AnEditedRuleActsOnNobodyTwiceAndANewOneOnEverybodyWhoIsLate) {
  World world(with({rule("too_old", 60, "escalate", "to_member_id: 'boss'")}));
  world.run("inquire a VN 1");
  world.run("wait 60");
  EXPECT_EQ(told(world).size(), 1u);
  world.config.mutable_sweeps(0)->set_after_micros(30 * kMinute);
  world.run("inquire b VN 1");
  world.run("config");
  world.run("wait 30");
  EXPECT_EQ(told(world).size(), 2u) << "b, and not a again";
  world.config.mutable_sweeps(0)->set_action("close");
  world.run("config");
  EXPECT_EQ(world.run("wait 0"), "a+closed:lan b+closed:minh");
  EXPECT_EQ(state_of(world, "too_old").actions().count("escalate"), 0u);
  world.config.clear_sweeps();
  world.run("config");
  EXPECT_TRUE(world.draft.timers.empty());
}

TEST(SweepIndex, AClockThatIsSetBackHidesNobody) {
  World world(with({rule("too_old", 10, "escalate", "to_member_id: 'boss'")}));
  world.run("inquire a VN 1");
  world.run("wait 100");
  world.draft.set_now(kStart - std::chrono::hours(1));
  world.run("inquire b VN 1");
  world.run("wait 300");
  EXPECT_EQ(told(world).size(), 2u);
}

// A draft that counts what is read.
class CountingDraft final : public stream::Draft {
 public:
  explicit CountingDraft(stream::DraftFake& draft) : draft_(draft) {}
  int reads = 0;
  Instant now() const override { return draft_.now(); }
  std::int32_t partition() const override { return draft_.partition(); }
  std::optional<std::string> get(std::string_view key) override {
    ++reads;
    return draft_.get(key);
  }
  void scan(std::string_view prefix, std::string_view from, const stream::Visit& visit) override {
    draft_.scan(prefix, from, [&](std::string_view key, std::string_view value) {
      ++reads;
      return visit(key, value);
    });
  }
  void put(std::string key, std::string value) override { draft_.put(std::move(key), std::move(value)); }
  void erase(std::string key) override { draft_.erase(std::move(key)); }
  std::string emit(lead::v1::Event event) override { return draft_.emit(std::move(event)); }
  const lead::v1::Event& forward(lead::v1::Event&& event) override { return draft_.forward(std::move(event)); }
  void set_timer(std::string id, Instant due, std::string payload) override {
    draft_.set_timer(std::move(id), due, std::move(payload));
  }
  void clear_timer(std::string id, Instant due) override { draft_.clear_timer(std::move(id), due); }
  void enqueue(journal::v1::OutboxEntry entry) override { draft_.enqueue(std::move(entry)); }
  bool withdraw(const std::string& outbox_id) override { return draft_.withdraw(outbox_id); }
  std::string cause() const override { return draft_.cause(); }

 private:
  stream::DraftFake& draft_;
};

// What the next timer of sweeps reads while so many leads are open.
int reads_of_a_look(int leads, int due) {
  World world(with({rule("too_old", 60, "escalate", "to_member_id: 'boss'")}));
  world.run("wait 1");
  for (int i = 0; i < leads; ++i) {
    if (i == due) world.run("wait 30");
    world.run("inquire l" + std::to_string(i) + " VN 1");
  }
  auto timer = world.draft.timers.begin()->second;
  EXPECT_EQ(timer.id(), "sweep:w:too_old:escalate");
  world.draft.timers.erase(world.draft.timers.begin());
  world.draft.set_now(kStart + std::chrono::minutes(61));
  // The look that was due finds the first entry, and is here the second: the timer stands where the oldest is due.
  timer.set_due_micros(load<state::v1::SweepState>(world.draft, keys::sweep_state("w", "too_old"))
                           .actions()
                           .at("escalate")
                           .look_micros());
  CountingDraft counting(world.draft);
  EXPECT_TRUE(world.processor.on_timer(timer, counting).ok());
  EXPECT_EQ(static_cast<int>(told(world).size()), std::min(due, kLeadsAStep));
  return counting.reads;
}

// The cost of a tick is that of the leads it acts on, one more, and a constant: the same for ten open leads and for ten
// thousand.
TEST(SweepIndex, ATickCostsTheSameHoweverManyLeadsAreOpen) {
  const int of_few = reads_of_a_look(10, 5);
  EXPECT_EQ(reads_of_a_look(1000, 5), of_few);
  EXPECT_EQ(reads_of_a_look(5000, 5), of_few);
  EXPECT_EQ(reads_of_a_look(5000, 0), reads_of_a_look(10, 0));
}

TEST(SweepIndex, ManyAreActedOnABoundedNumberAStep) {
  World world(with({rule("too_old", 60, "close")}));
  for (int i = 0; i < 200; ++i) world.run("inquire l" + std::to_string(i) + " VN 1");
  world.run("wait 59");
  world.draft.set_now(kStart + std::chrono::minutes(60));
  auto due = world.draft.take_due();
  ASSERT_EQ(due.size(), 1u);
  ASSERT_TRUE(world.processor.on_timer(due[0], world.draft).ok());
  EXPECT_EQ(world.counts().closed(), kLeadsAStep);
  world.run("wait 0");
  EXPECT_EQ(world.counts().closed(), 200);
}

}  // namespace
}  // namespace leakproof::router
