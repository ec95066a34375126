#include "ingest/http/spool.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "base/manual_clock.h"
#include "embedded/embedded_log.h"
#include "ingest/http/fakes/log_fake.h"

namespace leakproof::ingest {
namespace {

using Mode = LogFake::Mode;

// On a real queue, as what a process leaves behind is what the next one finds.
struct SpoolTest : testing::Test {
  void SetUp() override { open(); }
  void TearDown() override {
    end();
    std::filesystem::remove_all(directory);
  }
  void open(SpoolLimits limits = {}) {
    auto opened = embedded::EmbeddedLog::open(directory, 1, clock);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    queue = *std::move(opened);
    auto made = Spool::open({*queue, [this](stream::Position before) { return queue->trim(Spool::kQueue, before); }},
                            log, clock, metrics, limits);
    ASSERT_TRUE(made.ok()) << made.error().message();
    spool = *std::move(made);
  }
  void end() {
    if (spool) spool->close();
    spool.reset();
    queue.reset();
  }
  std::future<Status> begin(const std::string& value) {
    auto told = std::make_shared<std::promise<Status>>();
    spool->append({"demo", value, {}}, [told](Status status) { told->set_value(std::move(status)); });
    return told->get_future();
  }
  bool send(const std::string& value) { return begin(value).get().ok(); }
  // Steps until nothing is left to do now: the fake log answers from within append().
  void drain() {
    for (int i = 0; i < 100; ++i) spool->step();
  }
  std::string taken() {
    std::string all;
    for (const auto& record : log.records("lead.submissions")) all += (all.empty() ? "" : " ") + record.value;
    return all;
  }
  double gauge(const std::string& name) { return metrics.gauge(name, "").Value(); }
  double waiting() { return gauge("leakproof_edge_spooled_forms"); }

  const std::filesystem::path directory =
      std::filesystem::path(testing::TempDir()) / ("spool." + std::to_string(::getpid()));
  ManualClock clock{Instant(std::chrono::seconds(1760000000))};
  observe::Metrics metrics;
  LogFake log;
  std::unique_ptr<embedded::EmbeddedLog> queue;
  std::shared_ptr<Spool> spool;
};

TEST_F(SpoolTest, WhileTheLogWorksNothingIsSpooled) {
  EXPECT_TRUE(send("a"));
  drain();
  EXPECT_EQ(taken(), "a");
  EXPECT_EQ(queue->end(Spool::kQueue)->value(), 0);
}

TEST_F(SpoolTest, WhatTheLogDoesNotTakeIsKeptAndHandedOverInOrder) {
  log.mode = Mode::kFail;
  for (const char* value : {"a", "b", "c"}) EXPECT_TRUE(send(value));
  drain();
  EXPECT_EQ(taken(), "");
  EXPECT_EQ(waiting(), 3);
  log.mode = Mode::kStore;
  drain();
  EXPECT_EQ(taken(), "") << "the log is left alone for a moment";
  clock.advance(std::chrono::seconds(1));
  drain();
  EXPECT_EQ(taken(), "a b c");
  EXPECT_EQ(waiting(), 0);
  EXPECT_EQ(queue->begin(Spool::kQueue)->value(), 3) << "and are gone from the disk";
  EXPECT_TRUE(send("d"));
  EXPECT_EQ(taken(), "a b c d");
}

TEST_F(SpoolTest, NothingGoesPastWhatWaitsForALogThatIsDown) {
  log.mode = Mode::kFail;
  EXPECT_TRUE(send("a"));
  log.mode = Mode::kStore;
  EXPECT_TRUE(send("b"));
  EXPECT_EQ(taken(), "");
  drain();
  EXPECT_EQ(taken(), "a b");
}

TEST_F(SpoolTest, ALogThatSaysNothingIsWaitedForShortly) {
  log.mode = Mode::kHold;
  auto told = begin("slow");
  drain();
  EXPECT_EQ(told.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  clock.advance(std::chrono::seconds(2));
  spool->step();
  EXPECT_TRUE(told.get().ok());
  log.take_held()(stream::Offset(0));  // so it comes twice: the receipt says that it is the same
  log.mode = Mode::kStore;
  drain();
  EXPECT_EQ(taken(), "slow");
}

TEST_F(SpoolTest, AKilledProcessLosesNothingItAnswered) {
  log.mode = Mode::kFail;
  EXPECT_TRUE(send("a"));
  EXPECT_TRUE(send("b"));
  clock.advance(std::chrono::hours(1));
  end();
  log.mode = Mode::kStore;
  open();
  EXPECT_EQ(waiting(), 2);
  EXPECT_EQ(gauge("leakproof_edge_spool_oldest_age_seconds"), 3600);
  drain();
  EXPECT_EQ(taken(), "a b");
  EXPECT_EQ(gauge("leakproof_edge_spool_oldest_age_seconds"), 0);
}

TEST_F(SpoolTest, ACrashBetweenHandingOverAndSayingSoRepeats) {
  log.mode = Mode::kFail;
  EXPECT_TRUE(send("a"));
  EXPECT_TRUE(send("b"));
  log.mode = Mode::kStore;
  spool->step();  // hands over
  spool->step();  // hears of it; one is left, so the disk is told later
  end();
  open();
  drain();
  EXPECT_EQ(taken(), "a b a b");
}

TEST_F(SpoolTest, HasABound) {
  end();
  open({.forms_max = 2});
  log.mode = Mode::kFail;
  EXPECT_TRUE(send("a"));
  EXPECT_TRUE(send("b"));
  EXPECT_FALSE(send("c"));
  end();
  open({.bytes_max = 20});
  EXPECT_FALSE(send("more than twenty bytes"));
  EXPECT_TRUE(send("123456"));
  EXPECT_FALSE(send("1"));
}

TEST_F(SpoolTest, WhatTheLogRefusesIsNotKept) {
  log.mode = Mode::kRefuse;
  const auto told = begin("too large").get();
  ASSERT_FALSE(told.ok());
  EXPECT_EQ(told.error().disposition(), Disposition::kRefuse);
  EXPECT_EQ(queue->end(Spool::kQueue)->value(), 0);
}

TEST_F(SpoolTest, WhatStillWaitsAtTheEndIsKept) {
  log.mode = Mode::kHold;
  auto told = begin("a");
  end();
  EXPECT_TRUE(told.get().ok());
  log.take_held()(retry("purged"));
  log.mode = Mode::kStore;
  open();
  drain();
  EXPECT_EQ(taken(), "a");
}

}  // namespace
}  // namespace leakproof::ingest
