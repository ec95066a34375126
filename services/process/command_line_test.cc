#include "process/command_line.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "process/program.h"

namespace leakproof::process {
namespace {

// "64" or "78", or the brokers and the HTTP port that came out. `yaml` is the file of --config; empty: none is named.
std::string read(const std::string& yaml, const std::string& flags, bool runs_all_stages = true) {
  Program program;
  program.name = "leakproof-test";
  program.gateway = [](const GatewayDependencies&) -> Result<std::unique_ptr<Gateway>> { return fatal("not made"); };
  program.runs_all_stages = runs_all_stages;
  const std::string file = testing::TempDir() + "/command_line.yaml";
  std::ofstream(file) << yaml;
  std::vector<std::string> words{program.name};
  std::istringstream text(flags);
  for (std::string word; text >> word;) words.push_back(word == "''" ? "" : word);
  if (!yaml.empty()) words.insert(words.end(), {"--config", file});
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  const auto out = read_command_line(program, static_cast<int>(argv.size()), argv.data());
  if (const int* code = std::get_if<int>(&out)) return std::to_string(*code);
  const auto& settings = std::get<app::Settings>(out);
  return settings.kafka_brokers + " " + std::to_string(settings.http.port);
}

struct Case {
  const char *yaml, *flags, *expected;
};
void check(std::initializer_list<Case> cases) {
  for (const auto& [yaml, flags, expected] : cases) EXPECT_EQ(read(yaml, flags), expected) << yaml << flags;
}

TEST(CommandLine, FlagsAreHeldAgainstTheSameBoundsAsTheFile) {
  check({
      {"", "", " 8080"},
      {"", "--http-port 0", " 0"},
      {"", "--http-port 65535", " 65535"},
      {"", "--http-port 65536", "64"},
      {"", "--http-port 99999", "64"},
      {"", "--http-port -1", "64"},
      {"", "--grpc-port 99999", "64"},
      {"", "--admin-port -1", "64"},
      {"", "--brokers h:9092", "h:9092 8080"},
      {"", "--brokers h:99999", "64"},
      {"", "--brokers h", "64"},
      {"", "--brokers ''", "64"},
  });
}

TEST(CommandLine, KafkaWithoutBrokersIsNotTheEmbeddedLog) {
  check({
      {"kafka: {instance: one, create_topics: true, topic_prefix: x.}", "", "78"},
      {"kafka: {brokers: ''}", "", "78"},
      {"kafka: {replication: 1}", "", "78"},
      {"", "--create-topics", "78"},
      {"kafka: {topic_prefix: x.}", "--brokers h:1", "h:1 8080"},
      {"kafka: {brokers: 'h:2'}", "", "h:2 8080"},
  });
  EXPECT_EQ(read("", "", false), "78") << "a stage alone has no log of its own";
}

}  // namespace
}  // namespace leakproof::process
