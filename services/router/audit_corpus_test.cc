// Decisions made by earlier versions, kept as they were written: today's code makes every one of them again, byte for byte.
// A version that decides in new ways adds a file: LEAKPROOF_RECORD=1 router_test --gtest_filter='AuditCorpus.*' writes what is missing and
// never changes what is there.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "crypto/encoding.h"
#include "router/audit_verify.h"
#include "router/fakes/world.h"

namespace leakproof::router {
namespace {

const std::filesystem::path kCorpus = CORPUS;

// What happened: people and leads at random, from a seed.
struct Story {
  const char* file;
  const char* config;
  std::vector<std::string> countries;
  int steps;
};

const Story kStories[] = {{"decisions-1.txt",
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
                           260}};

void step(World& world, const Story& story, std::mt19937& random) {
  static const std::vector<std::string> kVerbs = {"enquire", "enquire", "enquire", "accept", "decline",  "contacted", "lost",  "recycled",
                                                  "online",  "offline", "leave",   "wait",   "handback", "claim",     "config"};
  const auto any = [&](const auto& list) -> const auto& { return list[random() % list.size()]; };
  const std::string verb = any(kVerbs), lead = "l" + std::to_string(random() % 40);
  const std::string person = world.config.members(static_cast<int>(random() % world.config.members_size())).member_id();
  const auto number = [&](unsigned below) { return std::to_string(random() % below); };
  if (verb == "enquire")
    world.run("enquire " + lead + " " + any(story.countries) + " " + number(100));
  else if (verb == "wait")
    world.run("wait " + number(60));
  else if (verb == "online" || verb == "offline")
    world.run(verb + " " + person);
  else if (verb == "leave")
    world.run("leave " + person + " " + number(3000) + " 4000");
  else if (verb == "config")
    world.run("config");
  else
    world.run(verb + " " + lead + " " + (verb == "claim" ? person : world.lead(lead).member_id()));
}

void record(const Story& story, const std::filesystem::path& path) {
  World world(story.config);
  std::mt19937 random(7);
  for (int i = 0; i < story.steps; ++i) step(world, story, random);
  std::ofstream file(path);
  for (const auto& bytes : world.audit()) file << base64_encode(bytes) << "\n";
}

TEST(AuditCorpus, DecisionsOfEarlierVersionsComeOutTheSameByteForByte) {
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
    }
    EXPECT_GT(verifier.decisions(), story.steps / 3) << path;
    EXPECT_GE(outcomes.size(), 6u) << path << ": a corpus holds decisions of every kind";
  }
}

}  // namespace
}  // namespace leakproof::router
