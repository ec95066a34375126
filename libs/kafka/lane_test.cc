#include "kafka/lane.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/signal.h"
#include "kafka/limits.h"

namespace leakproof::kafka {
namespace {

using namespace std::chrono_literals;
using stream::Offset;
using testing::ElementsAre;
using testing::IsEmpty;

// A lane, the producer that took its records, and what its writer was told.
struct World {
  explicit World(AfterError after_error = AfterError::kStop) : lane("journal partition 0", after_error) {}
  void append() {
    lane.append([this](const auto& result) { told.push_back(word(result)); },
                [this](Lane::Delivery& delivery) {
                  taken.push_back(&delivery);
                  return Status();
                });
  }
  static std::string word(const Result<Offset>& result) {
    if (result.ok()) return std::to_string(result->value());
    return result.error().disposition() == Disposition::kRefence ? "refence" : "other";
  }

  std::vector<Lane::Delivery*> taken;
  std::vector<std::string> told;
  Lane lane;
};

TEST(Lane, AnswersComeInTheOrderOfTheAppendsWhateverThatOfTheReports) {
  World world;
  for (int i = 0; i < 3; ++i) world.append();
  Lane::report(*world.taken[2], Offset(12));
  Lane::report(*world.taken[1], Offset(11));
  EXPECT_THAT(world.told, IsEmpty());
  Lane::report(*world.taken[0], Offset(10));
  EXPECT_THAT(world.told, ElementsAre("10", "11", "12"));
}

TEST(Lane, TheFirstErrorEndsTheLaneAndNoOther) {
  World world, other;
  for (int i = 0; i < 3; ++i) world.append();
  other.append();
  Lane::report(*world.taken[0], Offset(10));
  Lane::report(*world.taken[1], refuse("too large"));
  world.append();
  other.append();
  EXPECT_EQ(world.taken.size(), 3u) << "what comes behind an error is not sent";
  EXPECT_EQ(other.taken.size(), 2u);
  Lane::report(*world.taken[2], Offset(12));
  Lane::report(*other.taken[0], Offset(5));
  Lane::report(*other.taken[1], Offset(6));
  EXPECT_THAT(world.told, ElementsAre("10", "other", "refence", "refence")) << "nothing succeeds behind a failure";
  EXPECT_THAT(other.told, ElementsAre("5", "6"));
}

TEST(Lane, AnErrorThatIsKnownBeforeItIsItsTurnStopsTheSending) {
  World world;
  for (int i = 0; i < 2; ++i) world.append();
  Lane::report(*world.taken[1], retry("taken back"));
  world.append();
  EXPECT_EQ(world.taken.size(), 2u);
  Lane::report(*world.taken[0], Offset(10));
  EXPECT_THAT(world.told, ElementsAre("10", "other", "refence"));
}

TEST(Lane, EachInputStandsForItself) {
  World world(AfterError::kGoOn);
  for (int i = 0; i < 2; ++i) world.append();
  Lane::report(*world.taken[0], refuse("too large"));
  world.append();
  Lane::report(*world.taken[1], Offset(11));
  Lane::report(*world.taken[2], Offset(12));
  EXPECT_THAT(world.told, ElementsAre("other", "11", "12"));
}

TEST(Lane, ClosingAnswersTheRestOnceAndLateReportsTellNobody) {
  World world;
  for (int i = 0; i < 3; ++i) world.append();
  Lane::report(*world.taken[1], Offset(11));
  world.lane.close();
  EXPECT_THAT(world.told, ElementsAre("refence", "refence", "refence"));
  EXPECT_FALSE(world.lane.closed_and_reported()) << "the producer still holds records of it";
  for (int i : {0, 2}) Lane::report(*world.taken[i], Offset(10 + i));
  EXPECT_EQ(world.told.size(), 3u);
  EXPECT_TRUE(world.lane.closed_and_reported());
}

TEST(Lane, ClosingWaitsForTheAnswerThatIsUnderWay) {
  World world;
  Signal begun, go_on;
  std::atomic<bool> answered = false;
  Lane::Delivery* delivery = nullptr;
  world.lane.append(
      [&](auto) {
        begun.notify();
        go_on.wait_for(10s);
        answered = true;
      },
      [&](Lane::Delivery& taken) {
        delivery = &taken;
        return Status();
      });
  std::thread producer([&] { Lane::report(*delivery, Offset(1)); });
  begun.wait_for(10s);
  std::thread helper([&] { go_on.notify(); });
  world.lane.close();
  EXPECT_TRUE(answered);
  helper.join();
  producer.join();
}

TEST(Lane, OneThatIsFullTakesNoMore) {
  World world(AfterError::kGoOn);
  for (std::size_t i = 0; i <= kLaneRecordsMax; ++i) world.append();
  EXPECT_EQ(world.taken.size(), kLaneRecordsMax);
  for (auto* delivery : world.taken) Lane::report(*delivery, Offset(1));
  EXPECT_EQ(world.told.back(), "other");
  world.append();
  EXPECT_EQ(world.taken.size(), kLaneRecordsMax + 1) << "there is room again";
}

}  // namespace
}  // namespace leakproof::kafka
