#include "stream/zone_walk.h"

#include <gtest/gtest.h>

#include "stream/fakes/draft_fake.h"
#include "stream/limits.h"
#include "stream/typed_state.h"

namespace leakproof::stream {
namespace {

using state::v1::ZoneDataState;

// Things are numbers; each process that counts writes its version behind them, and moves those that begin with "m".
class ZoneWalkTest : public testing::Test {
 protected:
  static constexpr const char* kOld = "2025b";
  static constexpr const char* kNew = "2026f";

  void put(const std::string& workspace, int things, const std::string& value = "still") {
    draft_.put(state_key(workspace, "config"), "");
    for (int i = 0; i < things; ++i) draft_.put(state_key(workspace, "thing", {sortable(i)}), value);
  }
  // A process that takes the partition over and ends after so many slices, as a crash would end it.
  int slices(const std::string& zone_data, int at_most = 1000) {
    ZoneWalk walk(zone_data, {"test", "thing",
                              [this](auto&, auto& value, auto&) {
                                ++counted_;
                                return value.starts_with("m");
                              },
                              [this](auto&, auto&) { ++ended_; }});
    int slices = 1;
    while (slices <= at_most && walk.step(draft_)) ++slices;
    return slices;
  }
  ZoneDataState state(const std::string& workspace) { return load<ZoneDataState>(draft_, zone_data_key(workspace)); }
  // "before->after moved/looked_at", a line a fact.
  std::string facts() {
    std::string text;
    for (const auto& event : draft_.take_events()) {
      const auto& applied = event.zone_data_applied();
      text += event.workspace_id() + " " + applied.stage() + " " + applied.zone_data_before() + "->" +
              applied.zone_data() + " " + std::to_string(applied.leads_moved()) + "/" +
              std::to_string(applied.leads_looked_at()) + "\n";
    }
    return text;
  }

  DraftFake draft_{instant_from_micros(7)};
  int counted_ = 0, ended_ = 0;
};

TEST_F(ZoneWalkTest, LooksAtEverythingOnceAVersion) {
  put("a", 3);
  put("b", 2, "moves");
  EXPECT_EQ(slices(kOld), 1);
  EXPECT_EQ(facts(), "a test ->2025b 0/3\nb test ->2025b 2/2\n");
  EXPECT_EQ(slices(kNew), 1);
  EXPECT_EQ(facts(), "a test 2025b->2026f 0/3\nb test 2025b->2026f 2/2\n");
  EXPECT_EQ(state("b").before(), kOld);
  EXPECT_EQ(state("b").applied_micros(), 7);
  EXPECT_EQ(counted_, 10);
  EXPECT_EQ(ended_, 4);
}

TEST_F(ZoneWalkTest, WritesNothingWhereTheDataAreTheSame) {
  put("a", 3);
  slices(kOld);
  draft_.take_events();
  const auto before = draft_.state;
  counted_ = 0;
  EXPECT_EQ(slices(kOld), 1);
  EXPECT_EQ(draft_.state, before);
  EXPECT_EQ(facts(), "");
  EXPECT_EQ(counted_, 0);
}

TEST_F(ZoneWalkTest, AWorkspaceThatIsNewNeedsNoLook) {
  ZoneWalk(kOld, {}).note("a", draft_);
  put("a", 3);
  EXPECT_EQ(slices(kOld), 1);
  EXPECT_EQ(counted_, 0);
  ZoneWalk(kNew, {}).note("a", draft_);
  EXPECT_EQ(state("a").zone_data(), kOld) << "a later configuration says nothing of the times that run";
}

TEST_F(ZoneWalkTest, GoesOnAfterACrashWhereItWas) {
  constexpr int kThings = 2 * static_cast<int>(limits::kLookedAtASlice) + 10;
  put("a", kThings);
  EXPECT_EQ(slices(kNew, 1), 2) << "there was more";
  EXPECT_EQ(state("a").to(), kNew);
  EXPECT_EQ(state("a").leads_looked_at(), static_cast<int>(limits::kLookedAtASlice));
  EXPECT_EQ(facts(), "");
  slices(kNew);
  EXPECT_EQ(counted_, kThings) << "none twice";
  EXPECT_EQ(facts(), "a test ->2026f 0/" + std::to_string(kThings) + "\n");
}

TEST_F(ZoneWalkTest, ASliceIsBoundedByWhatMovesAndByRoom) {
  put("a", 100, "moves");
  EXPECT_EQ(slices(kNew), 2);
  EXPECT_EQ(facts(), "a test ->2026f 100/100\n");
  put("b", 10);
  draft_.room = 4;  // the workspaces a and b, and two things
  EXPECT_EQ(slices(kNew, 1), 2);
  EXPECT_EQ(state("b").leads_looked_at(), 2);
  draft_.room = 1000;
  slices(kNew);
  EXPECT_EQ(facts(), "b test ->2026f 0/10\n");
}

// Two processes with different data that take the partition from each other: the times end at the newest.
TEST_F(ZoneWalkTest, NeverGoesBackToOlderData) {
  put("a", 3);
  slices(kNew);
  draft_.take_events();
  counted_ = 0;
  slices(kOld);
  EXPECT_EQ(counted_, 0);
  EXPECT_EQ(state("a").zone_data(), kNew);
  EXPECT_EQ(state("a").older(), kOld);
  const auto before = draft_.state;
  slices(kOld);
  EXPECT_EQ(draft_.state, before) << "said once";
  slices(kNew);
  EXPECT_EQ(counted_, 3) << "what the older process counted meanwhile";
  EXPECT_EQ(state("a").older(), "");
  EXPECT_EQ(facts(), "a test 2026f->2026f 0/3\n");
}

TEST_F(ZoneWalkTest, AnOlderProcessInTheMiddleMakesTheNewerBeginAgain) {
  constexpr int kThings = static_cast<int>(limits::kLookedAtASlice) + 10;
  put("a", kThings);
  slices(kOld);
  counted_ = 0;
  slices(kNew, 1);
  slices(kOld);
  EXPECT_EQ(state("a").to(), kNew) << "it is known that the newer had begun";
  slices(kNew);
  EXPECT_EQ(counted_, static_cast<int>(limits::kLookedAtASlice) + kThings);
  EXPECT_EQ(state("a").zone_data(), kNew);
}

TEST_F(ZoneWalkTest, DataThatDoNotSayTheirVersionMoveNothing) {
  put("a", 3);
  ZoneWalk("unknown", {}).note("a", draft_);
  const auto before = draft_.state;
  slices("unknown");
  EXPECT_EQ(draft_.state, before);
  slices(kOld);
  slices("unknown");
  EXPECT_EQ(state("a").zone_data(), kOld);
  EXPECT_EQ(state("a").older(), "unknown");
}

TEST_F(ZoneWalkTest, WhatIsOfNoConfiguredWorkspaceIsLeftAlone) {
  draft_.put(state_key("-", "dead_letters"), "1");
  draft_.put(state_key("a-b", "thing", {"1"}), "moves");
  put("a", 1);
  EXPECT_EQ(slices(kNew), 1);
  EXPECT_EQ(facts(), "a test ->2026f 0/1\n");
}

}  // namespace
}  // namespace leakproof::stream
