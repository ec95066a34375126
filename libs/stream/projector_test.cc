#include "base/signal.h"
#include "stream/projectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stream/fakes/memory_log.h"
#include "stream/limits.h"
#include "stream/store_position.h"

namespace leakproof::stream {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const TopicPartition kJournal{"ingest.journal", 0}, kFacts{"lead.events", 0}, kChangelog{"ingest.changelog", 0};

class ProjectorTest : public testing::Test {
 protected:
  std::unique_ptr<Projector> projector() {
    return std::make_unique<Projector>(Projector::Of{"ingest", 0, {}}, log_, wake_);
  }
  void fence() {
    journal::v1::Record record;
    record.mutable_fence()->set_owner_id("o");
    epoch_ = log_.push(kJournal, {"ingest", record.SerializeAsString(), {}}).value();
    seq_ = 0;
  }
  // One fact and one value.
  void effect(const std::string& id, std::int64_t epoch = -1) {
    journal::v1::Record record;
    auto& effect = *record.mutable_effect();
    effect.set_epoch(epoch < 0 ? epoch_ : epoch);
    effect.set_seq(epoch < 0 ? ++seq_ : 1);
    auto& event = *effect.add_events();
    event.set_event_id("ingest-" + id);
    event.set_workspace_id("w");
    auto& change = *effect.add_state_changes();
    change.set_key(id);
    change.set_value("");
    log_.push(kJournal, {"ingest", record.SerializeAsString(), {}});
  }
  void run(Projector& projector) {
    for (int i = 0; i < 100; ++i) {
      auto more = projector.step();
      if (more.ok() && !*more) return;
    }
    FAIL() << "never at rest";
  }
  std::vector<std::string> facts() const {
    std::vector<std::string> ids;
    for (auto& record : log_.records(kFacts)) ids.push_back(record.headers.at(1).value);
    return ids;
  }

  MemoryLog log_{1, true};
  Signal wake_;
  std::int64_t epoch_ = -1, seq_ = 0;
};

TEST_F(ProjectorTest, PublishesWhatCountsOnce) {
  fence();
  effect("a");
  effect("zombie", 7);
  effect("b");
  run(*projector());
  EXPECT_THAT(facts(), ElementsAre("ingest-a", "ingest-b"));
  effect("c");
  run(*projector());
  EXPECT_THAT(facts(), ElementsAre("ingest-a", "ingest-b", "ingest-c")) << "a new one goes on where the last one stood";
}
TEST_F(ProjectorTest, AChangelogOfAnotherStageIsAnErrorThatSaysSo) {
  fence();
  effect("a");
  log_.push(kChangelog, changelog_record({"p", first_position("scoring", 0).SerializeAsString()}));
  const auto more = projector()->step();
  ASSERT_FALSE(more.ok());
  EXPECT_EQ(more.error().disposition(), Disposition::kFatal);
  EXPECT_NE(more.error().message().find("ingest.changelog/0 holds the position of scoring/0"), std::string::npos)
      << more.error().message();
  EXPECT_THAT(facts(), IsEmpty());
}
TEST_F(ProjectorTest, AGroupTellsTheLastValueOfEachKey) {
  fence();
  for (const char* id : {"a", "b", "a", "a"}) effect(id);
  run(*projector());
  EXPECT_EQ(facts().size(), 4u);
  std::vector<std::string> keys;
  for (auto& record : log_.records(kChangelog)) keys.push_back(record.key);
  EXPECT_THAT(keys, ElementsAre("sb", "sa", kPositionKey));
}
TEST_F(ProjectorTest, AGroupThatIsLostIsPublishedAgainAndOneThatIsNotIsNot) {
  for (auto outcome : {MemoryLog::NextPublication::kIsLost, MemoryLog::NextPublication::kSucceedsUnheard}) {
    fence();
    effect(std::to_string(epoch_));
    const auto before = facts().size();
    auto one = projector();
    log_.next_publication(outcome);
    EXPECT_FALSE(one->step().ok());
    run(*one);
    EXPECT_EQ(facts().size(), before + 1);
  }
}
TEST_F(ProjectorTest, AGroupThatIsEndedByTheNextClaimIsNotPublishedAgain) {
  fence();
  effect("a");
  log_.next_publication(MemoryLog::NextPublication::kComesWithTheNextClaim);
  auto one = projector();
  EXPECT_FALSE(one->step().ok());
  EXPECT_THAT(facts(), IsEmpty());
  run(*projector());
  EXPECT_THAT(facts(), ElementsAre("ingest-a")) << "where to go on is read when nobody else can write any more";
}
TEST_F(ProjectorTest, WhoWasSupersededPublishesNothingTwice) {
  fence();
  effect("a");
  auto zombie = projector(), owner = projector();
  run(*zombie);
  run(*owner);
  effect("b");
  run(*owner);
  EXPECT_FALSE(zombie->step().ok());
  run(*zombie);
  run(*owner);
  EXPECT_THAT(facts(), ElementsAre("ingest-a", "ingest-b"));
}
TEST_F(ProjectorTest, AnEpochThatWasVoidedStaysSoAcrossProjectors) {
  fence();
  effect("a");
  ++seq_;
  effect("after a gap");
  run(*projector());
  effect("still void");
  run(*projector());
  EXPECT_THAT(facts(), ElementsAre("ingest-a"));
}
TEST_F(ProjectorTest, StopsWhenTheJournalNoLongerHoldsWhatComesNext) {
  fence();
  effect("a");
  effect("b");
  log_.trim(kJournal, Position(2));
  auto step = projector()->step();
  ASSERT_FALSE(step.ok());
  EXPECT_EQ(step.error().disposition(), Disposition::kFatal);
  EXPECT_THAT(facts(), IsEmpty());
}
TEST_F(ProjectorTest, TheChangelogTellsEmptyValuesFromDeletions) {
  fence();
  effect("a");
  run(*projector());
  const auto records = log_.records(kChangelog);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(change_of(records[0])->value, "");
  EXPECT_EQ(change_of({Offset(0), {}, "k", "", {}})->value, std::nullopt);
  EXPECT_EQ(records[1].key, "p") << "the position ends its group";
}
TEST_F(ProjectorTest, FindsTheLastPositionFarBack) {
  fence();
  effect("a");
  run(*projector());
  for (int i = 0; i < 5000; ++i) log_.push(kChangelog, changelog_record({"sx", "y"}));
  EXPECT_EQ((*last_position(log_, "ingest", 0))->next_offset(), 2);
}
TEST_F(ProjectorTest, SaysWhatAFactIsAndWhereItComesFrom) {
  const auto record = published_record({"lead.events", "w", "v", "ingest-0-7-0", instant_from_micros(1'500'000)},
                                       {"ingest.journal", 2}, Offset(9));
  std::map<std::string, std::string> headers;
  for (auto& header : record.headers) headers[header.name] = header.value;
  EXPECT_EQ(headers["ce_id"], "ingest-0-7-0");
  EXPECT_EQ(headers["ce_source"], "/ingest.journal/2");
  EXPECT_EQ(headers["ce_leakproofoffset"], "9");
  EXPECT_EQ(headers["ce_time"], "1970-01-01T00:00:01.500Z");
  EXPECT_EQ(headers["ce_type"], "leakproof.lead.events");
}

class Told final : public ProjectorObserver {
 public:
  void on_input_lag(const std::string&, std::int32_t, Duration lag) override { lag_ = lag; }
  void on_failed(const std::string&, std::int32_t, const Error&) override { ++failures_; }
  Duration lag_{-1};
  int failures_ = 0;
};

TEST_F(ProjectorTest, OnlyWhatIsOursIsPublishedAndAnErrorIsFollowedByAPause) {
  Told told;
  std::vector<std::int32_t> ours;
  Projectors projectors(
      "ingest", {}, [&] { return ours; }, log_, told);
  Instant now = instant_from_micros(1'000'000);
  fence();
  effect("a");
  projectors.step(now);
  EXPECT_THAT(facts(), IsEmpty());
  ours = {0};
  log_.next_publication(MemoryLog::NextPublication::kIsLost);
  projectors.step(now);
  projectors.step(now);
  EXPECT_EQ(told.failures_, 1);
  EXPECT_THAT(facts(), IsEmpty());
  projectors.step(now += limits::kProjectorPause);
  EXPECT_THAT(facts(), ElementsAre("ingest-a"));
  EXPECT_EQ(told.lag_, now - Instant()) << "the fake log appends at 1970";
  projectors.step(now);
  EXPECT_EQ(told.lag_, Duration::zero());
  ours.clear();
  effect("b");
  projectors.step(now);
  EXPECT_THAT(facts(), ElementsAre("ingest-a"));
}

}  // namespace
}  // namespace leakproof::stream
