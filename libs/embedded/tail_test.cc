#include "embedded/tail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::embedded {
namespace {

using stream::Position;
using testing::ElementsAre;

constexpr std::size_t kSmall = 3 * (sizeof(stream::Record) + 10);

std::vector<std::int64_t> offsets(const Tail& tail, std::int64_t from, std::size_t max = 100) {
  std::vector<stream::Record> out;
  (void)tail.read(Position(from), max, out);
  std::vector<std::int64_t> found;
  for (const auto& record : out) found.push_back(record.offset.value());
  return found;
}

Tail filled(int records) { return Tail({"t", 0}, {Position(0), Position(records)}, kSmall); }
void publish(Tail& tail, int records) {
  for (int i = 0; i < records; ++i) tail.publish({tail.assign(), {}, "", "0123456789", {}});
}

TEST(Tail, KeepsTheNewestWithinItsBytes) {
  Tail tail = filled(0);
  publish(tail, 5);
  EXPECT_THAT(offsets(tail, 2), ElementsAre(2, 3, 4));
  EXPECT_THAT(offsets(tail, 4), ElementsAre(4));
  EXPECT_THAT(offsets(tail, 2, 2), ElementsAre(2, 3));
  EXPECT_THAT(offsets(tail, 1), ElementsAre()) << "older than memory: from disk";
  EXPECT_THAT(offsets(tail, 5), ElementsAre());
  EXPECT_EQ(tail.bounds().begin, Position(0));
  EXPECT_EQ(tail.bounds().end, Position(5));
}

TEST(Tail, ARecordLargerThanTheBytesIsNotKept) {
  Tail tail = filled(0);
  tail.publish({tail.assign(), {}, "", std::string(kSmall, 'x'), {}});
  EXPECT_THAT(offsets(tail, 0), ElementsAre());
  EXPECT_EQ(tail.bounds().end, Position(1));
}

TEST(Tail, OffsetsGivenBackAreAssignedAgain) {
  Tail tail = filled(7);
  EXPECT_EQ(tail.assign().value(), 7);
  EXPECT_EQ(tail.assign().value(), 8);
  tail.give_back();
  EXPECT_EQ(tail.assign().value(), 7);
}

TEST(Tail, TrimmedRecordsAreGone) {
  Tail tail = filled(0);
  publish(tail, 3);
  tail.trim(Position(2));
  EXPECT_EQ(tail.bounds().begin, Position(2));
  EXPECT_THAT(offsets(tail, 0), ElementsAre());
  EXPECT_THAT(offsets(tail, 2), ElementsAre(2));
  tail.trim(Position(1));
  EXPECT_EQ(tail.bounds().begin, Position(2)) << "never back";
}

}  // namespace
}  // namespace leakproof::embedded
