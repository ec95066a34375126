// Decisions made by earlier versions, kept as they were written: today's code makes every one of them again, byte for
// byte. A version that decides in new ways adds a file:
// LEAKPROOF_RECORD=1 router_audit_test --gtest_filter='AuditCorpus.*'
// writes what is missing and never changes what is there.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "base/encoding.h"
#include "router/audit/audit_verify.h"
#include "router/fakes/world_fake.h"

namespace leakproof::router {
namespace {

const std::filesystem::path kCorpus = CORPUS;

// What happened: people and leads at random, from a seed.
struct Story {
  const char* file;
  const char* config;
  std::vector<std::string> countries;
  int steps;
  std::size_t outcomes;  // that it holds
  std::vector<std::string> more_verbs{};
};

const char kAllStrategies[] = R"(
  schedules { schedule_id: "day" zone: "Europe/Berlin" days { weekday: 5 intervals: "02:00-12:00" } days { weekday: 6 intervals: "01:00-09:00" } }
  members { member_id: "lan" starts_online: true weekly_max: 40 skills { name: "german" level: 3 } skills { name: "cars" level: 1 } }
  members { member_id: "minh" schedule_id: "day" starts_online: true monthly_max: 30 skills { name: "german" level: 1 } }
  members { member_id: "hoa" starts_online: true open_max: 6 skills { name: "german" level: 2 }
            ramp_up { since_micros: 1770249600000000 over_micros: 1209600000000 start_percent: 25 } }
  members { member_id: "chi" starts_online: true }
  pools { pool_id: "quick" strategy: "shark_tank" members { member_id: "lan" weight: 1 } members { member_id: "minh" weight: 1 }
          members { member_id: "hoa" weight: 1 } sla { respond_within_micros: 600000000 attempts_max: 3 } open_max: 5
          hold_max_micros: 3600000000 overflow: "fallback" fallback_pool_id: "tiers" }
  pools { pool_id: "skilled" strategy: "best_skilled" members { member_id: "lan" weight: 1 } members { member_id: "minh" weight: 1 }
          members { member_id: "hoa" weight: 2 } needs { skill: "german" level: 2 when: "lead.country == 'DE'" } needs { skill: "cars" level: 1 when: "score.total > 80.0" }
          hold_max_micros: 3600000000 overflow: "nurture" overflow_journey_id: "patience" }
  pools { pool_id: "tiers" members { member_id: "lan" weight: 1 tier: 1 } members { member_id: "minh" weight: 1 tier: 2 } sticky: true
          leave_credit: "capped" leave_credit_max: 3 hourly_max: 4 hold_max_micros: 1800000000 overflow: "wait" escalate_to: "chi"
          sla { respond_within_micros: 900000000 warn_after_micros: 300000000 attempts_max: 2 next_step_within_micros: 3600000000
                next_step_warn_micros: 1800000000 grades { grade: "hot" respond_within_micros: 300000000 next_step_within_micros: 1800000000 } } }
  pools { pool_id: "busy" strategy: "least_loaded" members { member_id: "minh" weight: 1 } members { member_id: "hoa" weight: 3 }
          members { member_id: "lan" weight: 2 } leave_credit: "full" daily_max: 12 hold_max_micros: 1800000000 overflow: "escalate" escalate_to: "chi" }
  pools { pool_id: "even" strategy: "round_robin" members { member_id: "hoa" weight: 9 } members { member_id: "lan" weight: 1 } weekly_max: 15 monthly_max: 14 }
  rules { rule_id: "vn" when: "lead.country == 'VN'" pool_id: "quick" } rules { rule_id: "de" when: "lead.country == 'DE'" pool_id: "skilled" }
  rules { rule_id: "fr" when: "lead.country == 'FR'" pool_id: "tiers" } rules { rule_id: "sg" when: "lead.country == 'SG'" pool_id: "busy" }
  rules { rule_id: "us" when: "lead.country == 'US'" pool_id: "even" }
  journeys { journey_id: "patience" trigger: "routed" } journeys { journey_id: "again" trigger: "recycled" })";

const Story kStories[] = {
    {"decisions-1.txt",
     R"(
  schedules { schedule_id: "day" zone: "Asia/Ho_Chi_Minh" days { weekday: 5 intervals: "08:00-12:00" intervals: "13:00-17:00" }
    days { weekday: 6 intervals: "22:00-06:00" } holidays: "2026-02-13" }
  members { member_id: "lan" schedule_id: "day" starts_online: true daily_max: 9 } members { member_id: "minh" starts_online: true }
  members { member_id: "tuan" open_max: 2 } members { member_id: "eva" starts_online: true hourly_max: 2 daily_max: 4 }
  pools { pool_id: "sales" members { member_id: "lan" weight: 3 } members { member_id: "minh" weight: 1 } members { member_id: "tuan" weight: 2 }
          sla { respond_within_micros: 600000000 warn_after_micros: 300000000 attempts_max: 2 }
          hold_max_micros: 3600000000 fallback_pool_id: "night" escalate_to: "eva" }
  pools { pool_id: "night" members { member_id: "eva" weight: 1 } members { member_id: "minh" weight: 1 } hold_max_micros: 7200000000 }
  rules { rule_id: "vn" when: "lead.country == 'VN' && score.total > 9.0" pool_id: "sales" }
  rules { rule_id: "de" when: "lead.country == 'DE'" pool_id: "night" }
  rules { rule_id: "warm" when: "lead.country == 'FR' && score.total < 50.0" journey_id: "warm_up" }
  journeys { journey_id: "warm_up" trigger: "routed" } journeys { journey_id: "again" trigger: "recycled" })",
     {"VN", "VN", "DE", "FR", "XX"},
     260,
     6},
    {"decisions-2.txt", kAllStrategies, {"VN", "VN", "DE", "FR", "SG", "US"}, 500, 7},
    {"decisions-3.txt", kAllStrategies, {"VN", "VN", "DE", "FR", "SG", "US"}, 500, 7},  // turns by shares of a lead
    {"decisions-special-days.txt",
     R"(
  schedules { schedule_id: "day" zone: "Asia/Ho_Chi_Minh" days { weekday: 5 intervals: "08:00-17:00" } days { weekday: 6 intervals: "08:00-17:00" }
    holiday_calendars: "vn" special_days { date: "2026-02-06" intervals: "08:00-10:00" intervals: "12:00-13:00" intervals: "22:00-02:00" }
    special_days { date: "2026-02-07" holiday: "Tet" } }
  members { member_id: "lan" schedule_id: "day" starts_online: true } members { member_id: "minh" schedule_id: "day" starts_online: true }
  members { member_id: "eva" starts_online: true hourly_max: 1 }
  pools { pool_id: "sales" members { member_id: "lan" weight: 2 } members { member_id: "minh" weight: 1 } members { member_id: "eva" weight: 1 }
          sla { respond_within_micros: 600000000 attempts_max: 2 } hold_max_micros: 3600000000 escalate_to: "eva" }
  rules { rule_id: "all" when: "score.total > 20.0" pool_id: "sales" })",
     {"VN"},
     240,
     4},
    {"decisions-accounts.txt",
     R"(
  members { member_id: "lan" starts_online: true open_max: 6 } members { member_id: "minh" starts_online: true }
  members { member_id: "hoa" starts_online: true daily_max: 20 }
  accounts { account_id: "acme" names: "Acme" pool_id: "named" owner_id: "lan" }
  accounts { account_id: "acme-vn" names: "Acme VN" parent_id: "acme" pool_id: "named" owner_id: "lan" }
  accounts { account_id: "known" names: "Bekannt" owner_id: "hoa" }
  pools { pool_id: "named" members { member_id: "minh" weight: 2 } members { member_id: "lan" weight: 1 } sticky: true
          sla { respond_within_micros: 600000000 attempts_max: 3 } hold_max_micros: 1800000000 overflow: "wait" }
  pools { pool_id: "places" members { member_id: "hoa" weight: 1 } members { member_id: "minh" weight: 3 } hold_max_micros: 1800000000 }
  rules { rule_id: "group" when: "lead.account_parent == 'acme' && score.total > 80.0" pool_id: "places" }
  rules { rule_id: "accounts:named" when: "lead.account_pool == 'named'" pool_id: "named" }
  rules { rule_id: "places:row-2" when: "lead.country.fold() in ['vn', 'de']" pool_id: "places" }
  rules { rule_id: "places:row-3" when: "lead.country.fold().startsWith('f') || lead.company == ''" journey_id: "warm_up" }
  fallback { pool_id: "places" }
  journeys { journey_id: "warm_up" trigger: "routed" } journeys { journey_id: "again" trigger: "recycled" })",
     {"VN/ACME", "VN/acme-vn", "DE/Bekannt", "FR/Other", "SG/acme", "VN/Other"},
     400,
     5},
    {"decisions-transfers.txt",
     R"(
  members { member_id: "lan" starts_online: true open_max: 4 } members { member_id: "minh" starts_online: true hourly_max: 3 }
  members { member_id: "hoa" starts_online: true } members { member_id: "chi" starts_online: true }
  pools { pool_id: "sales" members { member_id: "lan" weight: 2 } members { member_id: "minh" weight: 1 } team_lead_id: "chi"
          sla { respond_within_micros: 1800000000 attempts_max: 2 } hold_max_micros: 3600000000 }
  pools { pool_id: "quick" strategy: "shark_tank" members { member_id: "hoa" weight: 1 } members { member_id: "lan" weight: 1 } escalate_to: "chi"
          hold_max_micros: 3600000000 overflow: "wait" }
  rules { rule_id: "vn" when: "lead.country == 'VN'" pool_id: "sales" } rules { rule_id: "de" when: "lead.country == 'DE'" pool_id: "quick" }
  sweeps { kind: "no_follow_up" after_micros: 7200000000 action: "reassign" }
  sweeps { kind: "returned" after_micros: 3600000000 action: "reassign" } sweeps { kind: "unowned" after_micros: 1800000000 action: "reassign" }
  sweeps { kind: "unreachable" after_micros: 1800000000 action: "nurture" journey_id: "patience" }
  sweeps { kind: "too_old" after_micros: 36000000000 action: "close" }
  journeys { journey_id: "patience" trigger: "routed" } journeys { journey_id: "again" trigger: "recycled" })",
     {"VN", "DE"},
     400,
     8,
     {"transfer", "transfer", "transfer", "unreachable", "wait", "wait"}}};

std::string who_may_answer(const state::v1::RoutedLead& lead, std::mt19937& random) {
  return lead.offered().empty() ? lead.member_id() : lead.offered(static_cast<int>(random() % lead.offered_size()));
}

void step(World& world, const Story& story, std::mt19937& random) {
  static const std::vector<std::string> kVerbs = {"inquire",   "inquire", "inquire",  "accept", "decline",
                                                  "contacted", "lost",    "recycled", "online", "offline",
                                                  "leave",     "wait",    "handback", "claim",  "config"};
  static const std::vector<std::string> kGivenTo = {"lan", "minh", "hoa", "pool:quick", "pool:sales"};
  const auto any = [&](const auto& list) -> const auto& { return list[random() % list.size()]; };
  std::vector<std::string> verbs = kVerbs;
  verbs.insert(verbs.end(), story.more_verbs.begin(), story.more_verbs.end());
  const std::string verb = any(verbs), lead = "l" + std::to_string(random() % 40);
  const std::string person = world.config.members(static_cast<int>(random() % world.config.members_size())).member_id();
  const auto number = [&](unsigned below) { return std::to_string(random() % below); };
  if (verb == "inquire")
    world.run("inquire " + lead + " " + any(story.countries) + " " + number(100));
  else if (verb == "wait")
    world.run("wait " + number(60));
  else if (verb == "online" || verb == "offline")
    world.run(verb + " " + person);
  else if (verb == "leave")
    world.run("leave " + person + " " + number(3000) + " 4000");
  else if (verb == "transfer")
    world.run("transfer " + lead + " " + (random() % 2 == 0 ? "chi" : who_may_answer(world.lead(lead), random)) + " " +
              any(kGivenTo));
  else if (verb == "config")
    world.run("config");
  else
    world.run(verb + " " + lead + " " + (verb == "claim" ? person : who_may_answer(world.lead(lead), random)));
}

void record(const Story& story, const std::filesystem::path& path) {
  World world(story.config);
  world.beyond_caps = !story.more_verbs.empty();
  std::mt19937 random(7);
  for (int i = 0; i < story.steps; ++i) step(world, story, random);
  std::ofstream file(path);
  for (const auto& bytes : world.audit()) file << base64_encode(bytes) << "\n";
}

TEST(AuditCorpus, DecisionsOfEarlierVersionsComeOutTheSameByteForByte) {
  std::set<lead::v1::PoolSnapshot::Credits> rules;
  for (const auto& story : kStories) {
    const auto path = kCorpus / story.file;
    if (!std::filesystem::exists(path) && std::getenv("LEAKPROOF_RECORD") != nullptr) record(story, path);
    std::ifstream file(path);
    AuditVerifier verifier;
    std::set<lead::v1::Decision::Outcome> outcomes;
    for (std::string line; std::getline(file, line);) {
      const auto bytes = base64_decode(line);
      ASSERT_TRUE(bytes.has_value()) << path;
      const auto difference = verifier.add(*bytes);
      ASSERT_EQ(difference, std::nullopt) << path;
      lead::v1::AuditRecord record;
      ASSERT_TRUE(record.ParseFromString(*bytes));
      if (record.has_decision()) outcomes.insert(record.decision().outcome());
      if (record.decision().has_pool()) rules.insert(record.decision().pool().credits());
    }
    EXPECT_GT(verifier.decisions(), story.steps / 3) << path;
    EXPECT_GE(outcomes.size(), story.outcomes) << path << ": a corpus holds decisions of every kind";
  }
  EXPECT_EQ(rules.size(), 2u) << "turns by settled weights and by shares";
}

}  // namespace
}  // namespace leakproof::router
