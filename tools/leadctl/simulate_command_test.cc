#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "leadctl/commands.h"

namespace leakproof::leadctl {
namespace {

using testing::HasSubstr;

constexpr const char* kWorkspace = R"(workspace: w
zone: Europe/Berlin
fields: [{name: budget, type: integer}]
sources: [{id: site, kind: json}]
scoring: {warm_at: 20, hot_at: 50}
schedules: [{id: office, week: {mon-fri: ["09:00-17:00"]}}]
members: [{id: lan, name: Lan, schedule: office, hourly_max: 2}, {id: ben, name: Ben}]
pools: [{id: sales, members: [lan], sla: {respond_within: 10m}}, {id: desk, members: [ben]}]
fallback: {pool: desk}
rules:
  - {id: hot, when: score.grade == "hot" && lead.custom.budget > 5, to: {pool: sales}}
)";

class ConfigSimulate : public testing::Test {
 protected:
  ~ConfigSimulate() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  // What it prints, and its exit status.
  std::pair<std::string, int> run(const std::string& leads, std::vector<std::string> more = {},
                                  const char* at = "2026-02-09T09:30:00+01:00", const std::string& rules = "") {
    std::ostringstream out;
    Session session(out, out, [] { return 1u; });
    CLI::App app("", "leadctl");
    add_config_commands(app, session);
    std::vector<std::string> words = {"config", "simulate", file("w.yaml", kWorkspace + rules), file("leads", leads),
                                      "--at",   at};
    words.insert(words.end(), more.begin(), more.end());
    std::ranges::reverse(words);
    app.parse(words);
    return {out.str(), static_cast<int>(session.exit_code)};
  }
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("simulate_" + std::to_string(getpid()));
};

TEST_F(ConfigSimulate, OneLeadIsExplained) {
  const auto [said, status] = run(R"({"custom.budget": 9, "score.total": 60})");
  EXPECT_THAT(said, HasSubstr("Assigned to lan of pool sales"));
  EXPECT_THAT(said, HasSubstr("accepted by 2026-02-09T08:40:00Z"));
  EXPECT_EQ(status, 0);
  EXPECT_THAT(run(R"({"custom.budget": 9, "score.total": 60})", {"--away", "lan"}).first,
              HasSubstr("Member lan is offline."));
  EXPECT_THAT(run(R"({"custom.budget": 9, "score.total": 60})", {}, "2026-02-08T09:30:00Z").first,
              HasSubstr("Member lan is outside working hours."));
  EXPECT_THAT(run(R"({"score.total": 60})").first, HasSubstr("lead.custom.budget > 5 (is not set)"));
}
TEST_F(ConfigSimulate, PlacesAreReadAsIngestReadsThem) {
  const std::string rules =
      R"(  - {id: home, when: lead.country == "VN" && lead.province == "Đà Nẵng", to: {pool: sales}})";
  EXPECT_THAT(run(R"({"country": "Việt Nam", "city": "TP. Đà Nẵng"})", {}, "2026-02-09T09:30:00+01:00", rules).first,
              HasSubstr("Rule home matched."));
  EXPECT_THAT(run(R"({"country": "Laos", "city": "TP. Đà Nẵng"})", {}, "2026-02-09T09:30:00+01:00", rules).first,
              HasSubstr("lead.country == \"VN\" (is \"LA\")"));
}
TEST_F(ConfigSimulate, ManyShareWhatTheyFind) {
  std::string leads;
  for (int i = 0; i < 4; ++i) leads += "{\"custom.budget\": 9, \"score.grade\": \"hot\"}\n";
  const auto said = run(leads + "{}\n").first;
  EXPECT_THAT(said, testing::ContainsRegex("assigned +sales +lan +2 +40 %")) << "two an hour";
  EXPECT_THAT(said, testing::ContainsRegex("held +sales +no_eligible_member +2 +40 %"));
  EXPECT_THAT(said, testing::ContainsRegex("assigned +desk +ben +1 +20 %"));
  EXPECT_THAT(run(leads, {"--every", "30m"}).first, testing::ContainsRegex("assigned +sales +lan +4 +100 %"));
}
TEST_F(ConfigSimulate, WhatIsNoLeadSaysWhy) {
  EXPECT_EQ(run(R"({"custom.bugdet": 9})"),
            std::pair(std::string("leadctl: ") + (folder_ / "leads").string() +
                          ":1: unknown field 'lead.custom.bugdet'; did you mean 'lead.custom.budget'?\n",
                      66));
  EXPECT_THAT(run("{}\n{\"custom.budget\": \"x\"}\n").first,
              HasSubstr(":2: 'lead.custom.budget' takes int, not \"x\""));
  EXPECT_THAT(run("nonsense").first, HasSubstr("a lead is a JSON object"));
  EXPECT_THAT(run("").first, HasSubstr("no lead in it"));
  EXPECT_EQ(run("{}", {"--every", "soon"}).second, 2);
}

}  // namespace
}  // namespace leakproof::leadctl
