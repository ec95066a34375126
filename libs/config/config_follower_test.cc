// Commands in a log → versions in force: accept, Directory and ConfigFollower together.
#include "config/config_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/signal.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::config {
namespace {

using ::testing::HasSubstr;

std::string yaml(const std::string& workspace, const std::string& member) {
  return "workspace: " + workspace + "\nzone: UTC\nsources: [{id: api, kind: json}]\nmembers: [{id: " + member +
         ", name: M}]\npools: [{id: p, members: [" + member + "]}]\nfallback: {pool: p}\n";
}

lead::v1::ConfigCommand command(const std::string& request, std::int64_t expected, const std::string& text,
                                const std::string& workspace = "demo") {
  lead::v1::ConfigCommand out;
  out.set_request_id(request);
  out.set_workspace_id(workspace);
  out.set_expected_version(expected);
  out.set_yaml(text);
  return out;
}

TEST(Accept, AppliesOnlyAnExpectedValidTextOfTheWorkspace) {
  const ActiveVersion in_force{3, "r3"};
  const auto applied = accept(command("r4", 3, yaml("demo", "a")), in_force);
  EXPECT_EQ(applied.state, Outcome::State::kApplied);
  EXPECT_EQ(applied.version, 4);
  EXPECT_EQ(applied.workspace.members(0).member_id(), "a");
  EXPECT_EQ(accept(command("r4", -1, yaml("demo", "a")), in_force).version, 4);

  const auto conflict = accept(command("r4", 2, yaml("demo", "a")), in_force);
  EXPECT_EQ(conflict.state, Outcome::State::kRefused);
  EXPECT_TRUE(conflict.version_conflict);
  EXPECT_EQ(conflict.version, 3);
  EXPECT_THAT(conflict.reason, HasSubstr("version 3 is in force, not 2"));

  const auto invalid = accept(command("r4", 3, yaml("demo", "a b")), in_force);
  EXPECT_EQ(invalid.state, Outcome::State::kRefused);
  EXPECT_FALSE(invalid.version_conflict);
  EXPECT_THAT(invalid.reason, HasSubstr("workspace:4:16: members[0].id: expected an id"));

  EXPECT_THAT(accept(command("r4", 3, yaml("other", "a")), in_force).reason,
              HasSubstr("of workspace 'other', not of 'demo'"));
}

TEST(Accept, ARetryOfTheCommandInForceChangesNothing) {
  const auto outcome = accept(command("r3", 2, yaml("demo", "a")), {3, "r3"});
  EXPECT_EQ(outcome.state, Outcome::State::kRepeated);
  EXPECT_EQ(outcome.version, 3);
}

class Follower : public ::testing::Test {
 protected:
  void push(const lead::v1::ConfigCommand& given) {
    const auto partition = stream::partition_of(given.workspace_id(), log.partitions());
    log.push({"workspace.config", partition}, {given.workspace_id(), given.SerializeAsString(), {}});
  }
  stream::MemoryLog log{3};
  Directory directory;
};

TEST_F(Follower, ReadsEveryPartitionAndThenFollows) {
  push(command("r1", 0, yaml("demo", "a")));
  push(command("r2", 0, yaml("acme", "b"), "acme"));
  log.push({"workspace.config", 0}, {"x", "not a command \xFF", {}});
  auto follower = ConfigFollower::open(log, directory);
  ASSERT_TRUE(follower.ok());
  EXPECT_EQ(directory.find("demo"), nullptr);
  ASSERT_TRUE((*follower)->step().ok());
  EXPECT_EQ(directory.workspaces(), (std::vector<std::string>{"acme", "demo"}));

  const auto before = directory.find("demo");
  push(command("r3", 1, yaml("demo", "c")));
  push(command("late", 1, yaml("demo", "d")));
  ASSERT_TRUE((*follower)->step().ok());
  EXPECT_EQ(directory.find("demo")->version(), 2);
  EXPECT_EQ(directory.find("demo")->workspace.members(0).member_id(), "c");
  EXPECT_EQ(before->version(), 1) << "what somebody holds stays as it is";
  ASSERT_NE(before->source("api"), nullptr);
  EXPECT_EQ(before->source("other"), nullptr);
}

// Gives nothing at first, as a broker does whose answer is on its way.
class SlowLog final : public stream::Log {
 public:
  std::int32_t partitions() const override { return log.partitions(); }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition& to) override {
    return log.appender(to);
  }
  stream::InputWriter& inputs() override { return log.inputs(); }
  Result<stream::Position> begin(const stream::TopicPartition& of) override { return log.begin(of); }
  Result<stream::Position> end(const stream::TopicPartition& of) override { return log.end(of); }
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition& from, stream::Position start,
                                                 Signal& wake) override {
    LEAKPROOF_ASSIGN(reader, log.reader(from, start, wake));
    wake.notify();
    return std::unique_ptr<stream::Reader>(std::make_unique<SlowReader>(std::move(reader)));
  }
  stream::MemoryLog log;

 private:
  struct SlowReader final : stream::Reader {
    explicit SlowReader(std::unique_ptr<stream::Reader> of) : reader(std::move(of)) {}
    Status read(std::size_t max, std::vector<stream::Record>& out) override {
      return asked++ == 0 ? Status() : reader->read(max, out);
    }
    std::unique_ptr<stream::Reader> reader;
    int asked = 0;
  };
};

TEST(ConfigFollower, HasCaughtUpOnlyWhenAllIsKnownThatWasThere) {
  SlowLog slow;
  Directory directory;
  slow.log.push({"workspace.config", 0}, {"demo", command("r1", 0, yaml("demo", "a")).SerializeAsString(), {}});
  auto follower = ConfigFollower::open(slow, directory);
  ASSERT_TRUE(follower.ok());
  ASSERT_TRUE((*follower)->catch_up().ok());
  EXPECT_NE(directory.find("demo"), nullptr);
}

}  // namespace
}  // namespace leakproof::config
