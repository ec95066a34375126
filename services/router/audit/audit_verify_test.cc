#include "router/audit/audit_verify.h"

#include "base/encoding.h"
#include "router/audit/decision_codec.h"
#include "router/fakes/world_fake.h"

namespace leakproof::router {
namespace {

constexpr const char* kConfig = R"(
  members { member_id: "lan" starts_online: true } members { member_id: "minh" starts_online: true }
  pools { pool_id: "sales" members { member_id: "lan" weight: 2 } members { member_id: "minh" weight: 1 } hold_max_micros: 60000000
          sla { respond_within_micros: 600000000 attempts_max: 3 } }
  rules { rule_id: "big" when: "lead.custom.budget > 5" pool_id: "sales" } rules { rule_id: "vn" when: "lead.country == 'VN'" pool_id: "sales" }
  fields { name: "budget" type: "integer" }
)";

std::vector<std::string> records_of_a_day() {
  World world(kConfig);
  world.run("inquire a VN 10");
  world.run("inquire b VN 10");
  world.run("inquire c XX 10");
  world.run("wait 30");
  world.run("claim b lan");
  world.run("inquire b VN 11");
  world.run("config");
  world.run("inquire d VN 10");
  return world.audit();
}

// Records fed in order; the first difference, or "" and the number of decisions.
std::string verdict_on(const std::vector<std::string>& records) {
  AuditVerifier verifier;
  for (const auto& bytes : records) {
    if (const auto difference = verifier.add(bytes)) return *difference;
  }
  return "";
}

// The record changed and the chain behind it hashed anew, as a forger with access to everything would.
std::vector<std::string> forged(std::vector<std::string> records, std::size_t at,
                                const std::function<void(lead::v1::AuditRecord&)>& change) {
  for (std::size_t i = at; i < records.size(); ++i) {
    lead::v1::AuditRecord record;
    EXPECT_TRUE(record.ParseFromString(records[i]));
    if (i == at)
      change(record);
    else
      record.set_previous_hash(std::string(crypto::bytes_of(crypto::sha256(records[i - 1]))));
    records[i] = canonical_bytes(record);
  }
  return records;
}

TEST(AuditVerify, EveryDecisionComesOutTheSameByteForByte) {
  AuditVerifier verifier;
  const auto records = records_of_a_day();
  for (const auto& bytes : records) EXPECT_EQ(verifier.add(bytes), std::nullopt);
  EXPECT_EQ(verifier.records(), static_cast<std::int64_t>(records.size()));
  EXPECT_EQ(verifier.decisions(), verifier.records() - 2) << "all but the configurations";
  EXPECT_GT(verifier.decisions(), 6);
}

// The same day, its first decisions made by the version before, whose credits counted settled weights, and the rest
// after the upgrade.
std::vector<std::string> upgraded_after(int decisions, std::vector<std::string> records) {
  std::optional<ActiveConfig> active;
  std::map<Credits, std::map<std::string, std::int64_t>> credits;
  for (std::size_t i = 0; i < records.size(); ++i) {
    lead::v1::AuditRecord record;
    EXPECT_TRUE(record.ParseFromString(records[i]));
    if (record.has_config())
      active = *activate(record.config().version(), record.config().workspace(), record.config().hash());
    if (record.has_decision()) {
      const auto rule = decisions-- > 0 ? Credits::kLegacyWeights : Credits::kShares;
      auto& decision = *record.mutable_decision();
      if (decision.has_pool()) decision.mutable_pool()->set_credits(static_cast<lead::v1::PoolSnapshot::Credits>(rule));
      for (auto& candidate : *decision.mutable_candidates()) candidate.set_credit(credits[rule][candidate.member_id()]);
      Redecided again = redecide(decision, *active);
      for (std::size_t k = 0; again.decided.turn.fair && k < again.decided.candidates.size(); ++k)
        credits[rule][again.decided.candidates[k].member.value()] = again.decided.turn.credits_after[k];
      decision = std::move(again.decision);
    }
    if (i > 0) record.set_previous_hash(std::string(crypto::bytes_of(crypto::sha256(records[i - 1]))));
    records[i] = canonical_bytes(record);
  }
  return records;
}

TEST(AuditVerify, AnUpgradeInTheMiddleOfAChainStands) {
  const auto day = records_of_a_day();
  EXPECT_EQ(upgraded_after(0, day), day);
  for (const int decisions : {1, 2, 4, 100}) {
    const auto records = upgraded_after(decisions, day);
    EXPECT_NE(records, day);
    EXPECT_EQ(verdict_on(records), "") << decisions;
  }
}

// A law about clocks is no forgery: what a decision used of the zone data stands in it.
TEST(AuditVerify, ADecisionStandsWhateverTheZoneDataSayLater) {
  World world(std::string(kConfig) + R"(
    schedules { schedule_id: "office" zone: "America/Vancouver" days { weekday: 4 intervals: "08:00-24:00" } })");
  world.config.mutable_members(0)->set_schedule_id("office");
  world.config.mutable_members(1)->set_schedule_id("office");
  world.run("config");
  world.run("inquire a VN 10");
  const auto decision = world.decision("a");
  ASSERT_GT(decision.zones_size(), 0);
  EXPECT_EQ(decision.zones(0).zone(), "America/Vancouver");
  EXPECT_NE(decision.zone_data(), "");
  const auto records = world.audit();
  EXPECT_EQ(verdict_on(records), "");
  // As if it had been made when the clocks there showed another time: it stands by its own zones, and not by ours.
  lead::v1::Decision other = decision;
  for (auto& zone : *other.mutable_zones()) zone.set_offset_seconds(zone.offset_seconds() + 24 * 3600);
  lead::v1::AuditRecord config;
  ASSERT_TRUE(config.ParseFromString(records[1]));
  const auto active = *activate(config.config().version(), config.config().workspace(), config.config().hash());
  const auto first = redecide(other, active).decision;
  EXPECT_NE(first.candidates(0).on_shift(), decision.candidates(0).on_shift());
  EXPECT_EQ(canonical_bytes(redecide(first, active).decision), canonical_bytes(first));
}

TEST(AuditVerify, AMissingOrChangedRecordBreaksTheChain) {
  auto records = records_of_a_day();
  auto missing = records;
  missing.erase(missing.begin() + 2);
  EXPECT_EQ(verdict_on(missing), "record 3 is missing: 4 stands in its place");
  auto changed = forged(records, 1, [](auto& record) { record.mutable_decision()->set_cause("another"); });
  changed[2] = records[2];
  EXPECT_EQ(verdict_on(changed),
            "record 3 does not follow from the one before: one of them was changed after the fact");
  EXPECT_EQ(verdict_on({"\xff"}), "record 1 is not an AuditRecord");
}

TEST(AuditVerify, AForgedChoiceIsFoundThoughTheChainWasHashedAnew) {
  const auto records = records_of_a_day();
  const auto find = [&](const std::function<void(lead::v1::Decision&)>& change) {
    return verdict_on(forged(records, 1, [&](auto& record) { change(*record.mutable_decision()); }));
  };
  EXPECT_NE(
      find([](auto& d) { d.mutable_chosen()->set_member_id("minh"); }).find("chosen.member_id: \"minh\" -> \"lan\""),
      std::string::npos);
  EXPECT_NE(find([](auto& d) { (*d.mutable_lead())["country"].set_text("DE"); }).find("comes out differently"),
            std::string::npos);
  EXPECT_NE(find([](auto& d) { d.mutable_candidates(0)->set_credit(-9); }).find("credits on from"), std::string::npos);
  EXPECT_NE(find([](auto& d) { d.mutable_candidates()->RemoveLast(); }).find("comes out differently"),
            std::string::npos);
  EXPECT_NE(find([](auto& d) { d.set_config_version(9); }).find("config_version"), std::string::npos);
  EXPECT_NE(find([](auto& d) { d.set_ownership_token(5); }).find("ownership token"), std::string::npos);
  EXPECT_NE(find([](auto& d) { d.set_decision_id("dc_x"); }).find("another's id"), std::string::npos);
  EXPECT_NE(find([](auto& d) { d.set_predecessor_id("dc_x"); }).find("decision before it"), std::string::npos);
  EXPECT_NE(
      verdict_on(forged(records, 0, [](auto& record) { record.mutable_config()->set_workspace(""); })).find("its hash"),
      std::string::npos);
}

// The bytes are a contract: a change here breaks every audit ever written. A new field is only seen when it is set.
TEST(AuditVerify, GoldenBytes) {
  crypto::Sha256 all;
  for (const auto& bytes : records_of_a_day()) all.update(bytes);
  EXPECT_EQ(crypto::hex(all.finish()), "be6790b8aba92b435023dc92b01f84121f74904a87ec1042b4e844bfa34ffdec");
}

}  // namespace
}  // namespace leakproof::router
