#include <gmock/gmock.h>
#include <google/protobuf/util/delimited_message_util.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "leadctl/commands.h"
#include "leakproof/lead/v1/decision.pb.h"

namespace leakproof::leadctl {
namespace {

using testing::HasSubstr;

constexpr const char* kWorkspace = R"(workspace: w
zone: Europe/Berlin
sources: [{id: site, kind: json}]
scoring: {warm_at: 20, hot_at: 50}
members: [{id: lan, name: Lan}]
pools: [{id: desk, members: [lan], escalate_to: lan}]
fallback: {pool: desk}
rules:
  - {id: all_of_de, when: lead.country == "DE", to: {pool: desk}}
  - {id: some_of_de, when: lead.country == "DE" && lead.has_phone, to: {pool: desk}}
)";

struct Ran {
  std::string out, err;
  int status;
};

Ran run_config(const std::string& command, const std::string& yaml, bool json, const std::vector<std::string>& more) {
  const std::string path = std::filesystem::temp_directory_path() / ("lint_" + std::to_string(getpid()) + ".yaml");
  std::ofstream(path) << yaml;
  std::ostringstream out, err;
  Session session(out, err, [] { return 1u; });
  session.json = json;
  CLI::App app("", "leadctl");
  add_config_commands(app, session);
  std::vector<std::string> words(more.rbegin(), more.rend());  // the last word first
  words.insert(words.end(), {path, command, "config"});
  app.parse(words);
  std::filesystem::remove(path);
  return {out.str(), err.str(), static_cast<int>(session.exit_code)};
}

Ran run_lint(const std::string& yaml, bool json = false, const std::vector<std::string>& more = {}) {
  return run_config("lint", yaml, json, more);
}

TEST(ConfigLint, NamesTheLineAndExitsWithOneOnAWarning) {
  const Ran ran = run_lint(kWorkspace);
  EXPECT_THAT(
      ran.out,
      HasSubstr(":10: warning: some_of_de: every lead that it would take is taken by rule all_of_de before it ("));
  EXPECT_THAT(ran.out, HasSubstr(".yaml:9) [shadowed]\n    lead.country = \"DE\"\n    lead.has_phone = true\n"));
  EXPECT_THAT(ran.out, HasSubstr("note: fallback: no rule takes this lead: it goes to pool desk [gap]\n"));
  EXPECT_EQ(ran.status, 1);
}
TEST(ConfigLint, NotesAloneAreNoFailure) {
  const std::string yaml(kWorkspace);
  EXPECT_EQ(run_lint(yaml.substr(0, yaml.find("  - {id: some_of_de"))).status, 0);
}
TEST(ConfigLint, SaysWhomNothingTells) {
  std::string yaml(kWorkspace);
  EXPECT_THAT(run_lint(yaml).out,
              HasSubstr("note: desk: nothing tells lan of its leads: 'webhook' or 'notify' [untold]\n"));
  yaml.replace(yaml.find("name: Lan"), 9, "name: Lan, notify: [{bot: {chat: 7, token: bot}}]");
  EXPECT_THAT(run_lint(yaml).out, testing::Not(HasSubstr("[untold]")));
}
TEST(ConfigLint, NamesTheLineThatComparesACountrysNameAndTheCodeToWrite) {
  std::string yaml(kWorkspace);
  yaml.replace(yaml.find("lead.country == \"DE\", to"), 20, "lead.country == \"Germany\"");
  yaml.replace(yaml.find("hot_at: 50}"), 11,
               "hot_at: 50,\n  fit: [\n    {name: home, when: lead.country == \"Vietnam\", points: 5}]}");
  const Ran ran = run_lint(yaml);
  EXPECT_THAT(ran.out,
              HasSubstr(".yaml:11: warning: all_of_de: lead.country holds a country's code of two letters (ISO "
                        "3166), never \"Germany\": write \"DE\" [not_the_code]\n"));
  EXPECT_THAT(ran.out, HasSubstr(".yaml:6: warning: scoring home: "));
  EXPECT_EQ(ran.status, 1);
}
TEST(ConfigLint, ReadsCellsOfTablesAsTheCodesTheyMean) {
  std::string yaml(kWorkspace);
  yaml.replace(yaml.find("rules:"), std::string::npos,
               "tables: [{id: places, file: places.csv}]\nrules: [{table: places}]\n"
               "files: {places.csv: \"country,pool\\nGermany,desk\\nAtlantis,desk\\n\"}\n");
  const Ran ran = run_lint(yaml);
  EXPECT_THAT(ran.out, testing::Not(HasSubstr("Germany")));
  EXPECT_THAT(ran.out, HasSubstr("places.csv:3: note: places:row-3: \"atlantis\" is no country"));
}
TEST(ConfigLint, SaysWhomAJourneyDoesNotReach) {
  std::string yaml(kWorkspace);
  yaml += R"(messaging: {from: hello@example.com, unsubscribe_url: "https://example.com/u"}
journeys:
  - {id: cold, trigger: routed, steps: [{id: hello, send: {subject: "{{contact.given_name}}, hello", text: x}}]}
)";
  yaml.replace(yaml.find("to: {pool: desk}"), 16, "to: {journey: cold}");
  EXPECT_THAT(run_lint(yaml).out, HasSubstr("[no_consent]"));
  EXPECT_THAT(run_lint(yaml).out, HasSubstr("note: cold/hello: leads without contact.given_name do not get"));
}
TEST(ConfigLint, SaysTheSameToMachines) {
  const auto json = nlohmann::json::parse(run_lint(kWorkspace, true).out);
  EXPECT_EQ(json["unknown"], 0);
  EXPECT_EQ(json["findings"][0]["concern"], "shadowed");
  EXPECT_EQ(json["findings"][0]["line"], 10);
  EXPECT_EQ(json["findings"][0]["lead"], nlohmann::json::parse(R"({"lead.country": "DE", "lead.has_phone": true})"));
  EXPECT_EQ(json["findings"][0]["other"]["subject"], "all_of_de");
  EXPECT_EQ(json["findings"][0]["other"]["line"], 9);
  EXPECT_EQ(json["findings"][1]["warning"], false);
  EXPECT_FALSE(json["findings"][1].contains("other"));
}
TEST(ConfigLint, AFileThatIsNotValidIsAnsweredAsByValidate) {
  const Ran ran = run_lint("workspace: w\n");
  EXPECT_THAT(ran.err, HasSubstr("members"));
  EXPECT_EQ(ran.status, 78);
}

TEST(ConfigLint, AFindingOnATableNamesItsFileAndRow) {
  std::string yaml(kWorkspace);
  yaml.replace(yaml.find("rules:"), std::string::npos,
               "tables: [{id: places, file: places.csv}]\nrules: [{table: places}]\n"
               "files: {places.csv: \"country,region,pool\\nVN,,desk\\nVN,Hue,desk\\n\"}\n");
  EXPECT_THAT(
      run_lint(yaml).out,
      HasSubstr("places.csv:3: warning: places:row-3: every lead that it would take is taken by rule places:row-2 "
                "before it (places.csv:2) [shadowed]\n"));
  EXPECT_EQ(nlohmann::json::parse(run_lint(yaml, true).out)["findings"][0]["file"], "places.csv");
}

TEST(ConfigLint, OverlapsAreNotesAndOfManyTheFirstAreShown) {
  std::string yaml(kWorkspace);
  yaml = yaml.substr(0, yaml.find("  - {id: some_of_de"));
  yaml.replace(yaml.find("}]\nfallback"), 1, "}, {id: other, members: [lan], escalate_to: lan}");
  for (const char* source : {"a", "b", "c", "d"})
    yaml += std::string("  - {id: of_") + source + ", when: lead.source == \"" + source + "\", to: {pool: other}}\n";
  const Ran ran = run_lint(yaml);
  EXPECT_THAT(
      ran.out,
      HasSubstr(
          "note: of_a: overlaps with rule all_of_de before it, which takes this lead: to pool desk, not pool other ("));
  EXPECT_THAT(ran.out, HasSubstr(".yaml:9) [overlap]\n    lead.country = \"DE\"\n    lead.source = \"a\"\n"));
  EXPECT_THAT(ran.out, testing::Not(HasSubstr("note: of_d: overlaps")));
  EXPECT_THAT(ran.err, HasSubstr("--overlaps shows all"));
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(nlohmann::json::parse(run_lint(yaml, true).out)["more_overlaps"], true);
  const Ran all = run_lint(yaml, false, {"--overlaps"});
  EXPECT_THAT(all.out, HasSubstr("note: of_d: overlaps"));
  EXPECT_EQ(all.err, "");
}

TEST(ConfigLint, LastMonthsLeadsAreHeldAgainstTheCaps) {
  std::string yaml(kWorkspace);
  yaml = yaml.substr(0, yaml.find("  - {id: some_of_de"));
  yaml.replace(yaml.find("name: Lan"), 9, "name: Lan, monthly_max: 3");
  const std::string path = std::filesystem::temp_directory_path() / ("lint_audit_" + std::to_string(getpid()));
  const auto write = [&](int leads) {
    std::ofstream file(path, std::ios::binary);
    for (int i = 0; i < leads; ++i) {
      lead::v1::AuditRecord record;
      record.mutable_decision()->set_trigger(lead::v1::Decision::NEW_LEAD);
      record.mutable_decision()->set_now_micros(1'770'000'000'000'000);
      google::protobuf::util::SerializeDelimitedToOstream(record, &file);
    }
  };
  write(3);
  EXPECT_EQ(run_lint(yaml, false, {"--volume", path}).status, 0);
  write(4);
  const Ran ran = run_lint(yaml, false, {"--volume", path});
  EXPECT_THAT(
      ran.out,
      HasSubstr("warning: desk: the 30 days up to 2026-02-02T02:40:00Z brought it 4 new leads, and caps allow 3;"));
  EXPECT_EQ(ran.status, 1);
  {
    std::ofstream file(path, std::ios::binary);
    google::protobuf::util::SerializeDelimitedToOstream(lead::v1::AuditRecord(), &file);
    lead::v1::AuditRecord record;
    record.mutable_decision()->set_trigger(lead::v1::Decision::HOLD_DRAINED);
    google::protobuf::util::SerializeDelimitedToOstream(record, &file);
  }
  EXPECT_THAT(run_lint(yaml, false, {"--volume", path}).err, HasSubstr("no decision about a new lead in it"));
  write(0);
  EXPECT_THAT(run_lint(yaml, false, {"--volume", path}).err, HasSubstr("holds no record"));
  std::ofstream(path) << "no audit";
  EXPECT_EQ(run_lint(yaml, false, {"--volume", path}).status, 66);
  std::filesystem::remove(path);
}

TEST(ConfigLint, IsToldBehindTheAnswerOfValidate) {
  const Ran ran = run_config("validate", kWorkspace, false, {});
  EXPECT_THAT(ran.err, HasSubstr("1 pools, 2 rules, 0 journeys\n"));
  EXPECT_THAT(ran.err, HasSubstr(".yaml:10: warning: some_of_de: every lead that it would take is taken by"));
  EXPECT_THAT(ran.err, testing::Not(HasSubstr("note:")));
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(run_config("validate", kWorkspace, false, {"--no-lint"}).err, testing::Not(HasSubstr("warning")));
  const auto answer = nlohmann::json::parse(run_config("validate", kWorkspace, true, {}).out);
  EXPECT_EQ(answer["valid"], true);
  ASSERT_EQ(answer["warnings"].size(), 1u);
  EXPECT_EQ(answer["warnings"][0]["subject"], "some_of_de");
  EXPECT_EQ(run_config("validate", kWorkspace, true, {"--no-lint"}).out, "{\"valid\":true}\n");
}
TEST(ConfigLint, TellsTenWarningsBehindAnAnswerAndHowManyMoreThereAre) {
  std::string yaml(kWorkspace);
  for (int i = 0; i < 12; ++i)
    yaml += "  - {id: r" + std::to_string(i) + ", when: lead.country == \"DE\", to: {pool: desk}}\n";
  const auto err = run_config("validate", yaml, false, {}).err;
  EXPECT_THAT(err, HasSubstr("warning: r8: "));
  EXPECT_THAT(err, testing::Not(HasSubstr("warning: r9: ")));
  EXPECT_THAT(err, HasSubstr("… and 3 more: leadctl config lint "));
  EXPECT_EQ(nlohmann::json::parse(run_config("validate", yaml, true, {}).out)["warnings"].size(), 13u);
}

}  // namespace
}  // namespace leakproof::leadctl
