#include "process/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "process/owner_announcer.h"
#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/local_states.h"

namespace leakproof::process {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

stream::TaskSpec task(std::int32_t partition) {
  stream::TaskSpec spec;
  spec.stage = "router";
  spec.partition = partition;
  spec.owner_address = "there:7070";
  return spec;
}

class CoverageTest : public testing::Test {
 protected:
  // The log of the tests stamps every record with the beginning of time.
  Instant at(std::int64_t second) { return Instant() + seconds(second); }
  stream::MemoryLog log_{2, true};
  stream::MemoryStore store_;
  stream::LocalStates here_{2}, there_{2};
  OwnerAnnouncer neighbour_{log_, there_};
  std::unique_ptr<OwnerDirectory> owners_ = *OwnerDirectory::open(log_);
  Coverage coverage_{here_, owners_.get()};
};

TEST_F(CoverageTest, SaysForHowLongNobodyServesAPartition) {
  EXPECT_THAT(coverage_.unserved("router", at(100)), ElementsAre(Pair(0, seconds(0)), Pair(1, seconds(0))));
  here_.publish(task(0), store_);
  EXPECT_THAT(coverage_.unserved("router", at(160)), ElementsAre(Pair(1, seconds(60))));
  here_.retract(task(0));
  EXPECT_THAT(coverage_.unserved("router", at(170)), ElementsAre(Pair(0, seconds(10)), Pair(1, seconds(70))));
}
TEST_F(CoverageTest, BelievesAnotherOwnerWhileItRepeatsItself) {
  neighbour_.publish(task(0), store_);
  neighbour_.publish(task(1), store_);
  ASSERT_TRUE(owners_->step().ok());
  EXPECT_THAT(coverage_.unserved("router", at(30)), IsEmpty());
  EXPECT_THAT(coverage_.unserved("router", at(31)), ElementsAre(Pair(0, seconds(1)), Pair(1, seconds(1))))
      << "since this process began to look";
  EXPECT_THAT(coverage_.unserved("scoring", at(30)), testing::SizeIs(2)) << "each stage by itself";
}
TEST_F(CoverageTest, OnALogOfOneProcessOnlyWhatIsHereIsServed) {
  Coverage alone(here_, nullptr);
  here_.publish(task(1), store_);
  EXPECT_THAT(alone.unserved("router", at(0)), ElementsAre(Pair(0, seconds(0))));
}

}  // namespace
}  // namespace leakproof::process
