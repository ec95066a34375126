#include "ingest/scheduled_configs.h"

#include "config/accept.h"
#include "config/directory.h"
#include "ingest/fakes/ingest_fake.h"
#include "ingest/limits.h"

namespace leakproof::ingest {
namespace {

using lead::v1::ConfigCommand;
using lead::v1::ConfigScheduled;
using namespace std::chrono_literals;

const std::string kYaml =
    "workspace: new\nzone: Asia/Ho_Chi_Minh\nsources: [{id: api, kind: json}]\nmembers: [{id: lan, name: Lan}]\n"
    "pools: [{id: sales, members: [lan]}]\nfallback: {pool: sales}\n";

// A workspace with version 1 in force. Whatever ingest reads, the directory of the HTTP endpoints reads, too: they must
// never differ.
class Scheduled : public Ingest {
 protected:
  Scheduled() { EXPECT_EQ(apply("first", 0), "applied 1"); }

  // What the command leads to, as its facts: "waiting s1", "applied 2".
  std::string hand_in(const ConfigCommand& command) {
    directory.on_command(command);
    EXPECT_TRUE(take("workspace.config", command).ok());
    return told();
  }
  ConfigCommand command(const std::string& request, std::int64_t expected) {
    ConfigCommand made;
    made.set_workspace_id("new");
    made.set_request_id(request);
    made.set_expected_version(expected);
    made.set_author("an");
    made.set_message("why " + request);
    return made;
  }
  std::string apply(const std::string& request, std::int64_t expected) {
    auto made = command(request, expected);
    made.set_yaml(kYaml);
    return hand_in(made);
  }
  std::string schedule(const std::string& request, std::int64_t expected, Duration in,
                       const std::string& yaml = kYaml) {
    auto made = command(request, expected);
    made.mutable_schedule()->set_from_micros(to_micros(kNow + in));
    made.mutable_schedule()->set_yaml(yaml);
    return hand_in(made);
  }
  std::string cancel(const std::string& request, const std::string& scheduled) {
    ConfigCommand made;
    made.set_workspace_id("new");
    made.set_request_id(request);
    made.set_cancels(scheduled);
    return hand_in(made);
  }
  // Time goes to kNow + `at`: what is due fires in a process that has just started, and what it hands in is still on
  // its way.
  std::string pass(Duration at) {
    draft.set_now(kNow + at);
    IngestProcessor restarted(real_text());
    for (const auto& timer : draft.take_due()) EXPECT_TRUE(restarted.on_timer(timer, draft).ok());
    return told();
  }
  // The calls that hand something in are made, and what they append is read; twice where the outcome was not known.
  std::string arrive(bool twice = false) {
    std::string all;
    for (const auto& [id, entry] : std::exchange(draft.outbox, {})) {
      EXPECT_EQ(entry.channel(), "append_config");
      ConfigCommand made;
      EXPECT_TRUE(made.ParseFromString(entry.payload()));
      for (int times = twice ? 2 : 1; times > 0; --times) all += (all.empty() ? "" : ", ") + hand_in(made);
      EXPECT_TRUE(processor.on_outbox(entry, {OutboxOutcome::State::kDelivered, ""}, draft).ok());
    }
    return all;
  }
  std::string told() {
    std::string all;
    for (const auto& event : draft.take_events()) {
      last = event;
      all += all.empty() ? "" : ", ";
      if (event.has_config_applied()) all += "applied " + std::to_string(event.config_applied().version());
      if (event.has_config_refused()) all += "refused: " + event.config_refused().reason();
      const auto& scheduled = event.config_scheduled();
      if (!event.has_config_scheduled()) continue;
      all += ConfigScheduled::State_Name(scheduled.state()) + " " + scheduled.scheduled_id();
      all += scheduled.reason().empty() ? "" : ": " + scheduled.reason();
    }
    const auto entry = directory.find("new");
    EXPECT_EQ(entry ? entry->version() : 0, in_force().version());
    return all;
  }
  state::v1::ConfigVersion in_force() { return stream::load<state::v1::ConfigVersion>(draft, config_key("new")); }
  // Those that wait or have ended, in the order of the list: "s2 WAITING, s1 APPLIED".
  std::string list() {
    std::string all;
    const auto kept = row();
    for (const auto& entry : kept.configs())
      all += (all.empty() ? "" : ", ") + entry.scheduled_id() + " " +
             state::v1::ScheduledConfig::State_Name(entry.state());
    return all;
  }
  state::v1::ScheduledConfigs row() {
    return stream::load<state::v1::ScheduledConfigs>(draft, scheduled_configs_key("new"));
  }
  bool has_text(const std::string& scheduled) { return draft.get(scheduled_text_key("new", scheduled)).has_value(); }

  config::Directory directory;
};

TEST_F(Scheduled, ComesIntoForceAtItsTimeAsIfItWereAppliedThen) {
  EXPECT_EQ(schedule("r1", 1, 10h), "WAITING s1");
  EXPECT_EQ(last.command_id(), "r1");
  EXPECT_EQ(in_force().version(), 1);
  EXPECT_EQ(pass(10h - 1us), "");
  EXPECT_EQ(pass(10h), "");
  EXPECT_EQ(list(), "s1 DUE");
  EXPECT_EQ(cancel("c1", "s1"), "NOT_FOUND s1") << "too late";
  EXPECT_EQ(arrive(), "applied 2");
  EXPECT_EQ(last.command_id(), "r1");
  EXPECT_EQ(in_force().author(), "an");
  EXPECT_EQ(in_force().message(), "why r1");
  EXPECT_EQ(in_force().yaml(), kYaml);
  EXPECT_EQ(in_force().applied_micros(), to_micros(kNow + 10h));
  EXPECT_EQ(list(), "s1 APPLIED");
  EXPECT_FALSE(has_text("s1"));
}

TEST_F(Scheduled, DoesNotComeSilentlyOverAVersionThatCameBetween) {
  EXPECT_EQ(schedule("r1", 1, 10h), "WAITING s1");
  EXPECT_EQ(apply("between", 1), "applied 2");
  EXPECT_EQ(pass(10h), "NOT_APPLIED s1: version 2 came between");
  EXPECT_EQ(last.config_scheduled().version_in_force(), 2);
  EXPECT_TRUE(draft.outbox.empty());
  EXPECT_EQ(pass(20h), "") << "told once";
  EXPECT_TRUE(has_text("s1")) << "its author may take it up again";
  EXPECT_EQ(cancel("c1", "s1"), "CANCELLED s1: version 2 came between") << "off the list";
  EXPECT_FALSE(has_text("s1"));
}

TEST_F(Scheduled, AVersionMayComeBetweenItsTimeAndItsCommand) {
  EXPECT_EQ(schedule("r1", 1, 10h), "WAITING s1");
  EXPECT_EQ(pass(10h), "");
  EXPECT_EQ(apply("between", 1), "applied 2");
  EXPECT_EQ(arrive(), "NOT_APPLIED s1: version 2 came between");
}

TEST_F(Scheduled, OverWhateverIsInForceItComesOnceHoweverOftenItIsHandedIn) {
  EXPECT_EQ(schedule("r1", -1, 10h), "WAITING s1");
  EXPECT_EQ(apply("between", 1), "applied 2");
  EXPECT_EQ(pass(10h), "");
  EXPECT_EQ(apply("at the last moment", 2), "applied 3");
  const auto late = draft.outbox.begin()->second;
  EXPECT_EQ(arrive(true), "") << "handed in again, over version 3";
  EXPECT_EQ(list(), "s1 DUE");
  EXPECT_EQ(arrive(true), "applied 4, ");
  EXPECT_EQ(apply("after", 4), "applied 5");
  draft.outbox[late.id()] = late;
  EXPECT_EQ(arrive(true), "") << "a call that an owner makes who does not know yet that another one has taken over";
  EXPECT_EQ(list(), "s1 APPLIED");
  EXPECT_EQ(in_force().version(), 5);
}

TEST_F(Scheduled, IsCheckedWhenItIsScheduledAndAgainWhenItComesDue) {
  EXPECT_EQ(schedule("r1", 1, 10h, kYaml + "regoin: VN\n").substr(0, 20), "refused: workspace:7");
  EXPECT_EQ(schedule("r2", 1, 10h, "workspace: other").substr(0, 8), "refused:");
  EXPECT_EQ(list(), "");
  EXPECT_EQ(schedule("r3", 1, 10h), "WAITING s1");
  auto kept = stream::load<ConfigCommand>(draft, scheduled_text_key("new", "s1"));
  kept.set_yaml("workspace: new\n");  // what a later release does not take any more
  stream::store(draft, scheduled_text_key("new", "s1"), kept);
  EXPECT_EQ(pass(10h), "");
  EXPECT_EQ(arrive().substr(0, 26), "NOT_APPLIED s1: workspace:");
  EXPECT_EQ(in_force().version(), 1);
}

TEST_F(Scheduled, NamesTheVersionItIsMadeForWhichMayBeOneThatWaits) {
  EXPECT_EQ(schedule("r0", 0, 1h),
            "refused: version 1 is in force, not 0: get it, carry your change over and schedule again");
  EXPECT_TRUE(last.config_refused().version_conflict());
  EXPECT_EQ(schedule("r1", 2, 1h).substr(0, 8), "refused:") << "nothing waits that could become version 2";
  EXPECT_EQ(schedule("r2", 1, 1h), "WAITING s1");
  EXPECT_EQ(schedule("r3", 2, 2h), "WAITING s2");
  EXPECT_EQ(pass(1h), "");
  EXPECT_EQ(arrive(), "applied 2");
  EXPECT_EQ(pass(2h), "");
  EXPECT_EQ(arrive(), "applied 3");
  EXPECT_EQ(list(), "s2 APPLIED, s1 APPLIED");
}

TEST_F(Scheduled, ARepeatedCommandHasTheSameAnswer) {
  EXPECT_EQ(schedule("r1", 1, 10h), "WAITING s1");
  EXPECT_EQ(schedule("r1", 1, 10h), "WAITING s1");
  EXPECT_EQ(list(), "s1 WAITING");
  EXPECT_EQ(cancel("c1", "s1"), "CANCELLED s1");
  EXPECT_EQ(cancel("c1", "s1"), "CANCELLED s1");
  EXPECT_EQ(schedule("r1", 1, 10h), "WAITING s1") << "it was taken in, whatever came of it";
  EXPECT_EQ(list(), "s1 CANCELLED");
  EXPECT_EQ(cancel("c2", "s1"), "NOT_FOUND s1");
  EXPECT_EQ(cancel("c3", "s9"), "NOT_FOUND s9");
  EXPECT_TRUE(draft.timers.empty());
  EXPECT_EQ(pass(10h), "");
}

TEST_F(Scheduled, StandInTheOrderOfTheirTimesAndAreBounded) {
  for (int i = 0; i < kScheduledConfigsMax; ++i) schedule("r" + std::to_string(i), -1, std::chrono::hours(100 - i));
  EXPECT_EQ(schedule("more", -1, 1h), "refused: 16 configurations wait for their time already: cancel one first");
  EXPECT_EQ(list().substr(0, 24), "s16 WAITING, s15 WAITING");
  for (int i = 1; i <= kScheduledConfigsMax; ++i) cancel("c" + std::to_string(i), "s" + std::to_string(i));
  EXPECT_EQ(schedule("again", -1, 1h), "WAITING s17");
  EXPECT_EQ(cancel("c17", "s17"), "CANCELLED s17");
  EXPECT_EQ(row().configs_size(), kScheduledEndedKept);
  EXPECT_EQ(list().substr(0, 13), "s17 CANCELLED");
  auto wordy = command("wordy", -1);
  wordy.set_message(std::string(kScheduledWordsMax, 'x'));
  wordy.mutable_schedule()->set_yaml(kYaml);
  EXPECT_EQ(hand_in(wordy), "refused: author and message must not exceed 4096 bytes together");
}

TEST_F(Scheduled, NeedsAConfigurationAndALogThatTakesIt) {
  auto stranger = command("r1", -1);
  stranger.set_workspace_id("nobody");
  stranger.mutable_schedule()->set_yaml(kYaml);
  EXPECT_EQ(hand_in(stranger), "refused: workspace nobody has no configuration yet: apply one at once first");
  EXPECT_EQ(schedule("r2", 1, 10h), "WAITING s1");
  EXPECT_EQ(pass(10h), "");
  const auto entry = draft.outbox.begin()->second;
  EXPECT_TRUE(processor.on_outbox(entry, {OutboxOutcome::State::kFailed, "too large"}, draft).ok());
  EXPECT_EQ(told(), "NOT_APPLIED s1: the log did not take it: too large");
  EXPECT_EQ(arrive(), "applied 2") << "it had come all the same: everybody who reads the log sees it";
  EXPECT_EQ(list(), "s1 APPLIED");
}

}  // namespace
}  // namespace leakproof::ingest
