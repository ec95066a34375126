// What crosses the small parts of the runtime: the partitioner, and joining a journal in the middle.
#include <gtest/gtest.h>

#include "base/signal.h"
#include "stream/fakes/memory_log.h"
#include "stream/journal_reader.h"

namespace leakproof::stream {
namespace {

// Values computed with Kafka's own Utils.murmur2 (clients 3.9.1): toPositive(murmur2(key)) % 16.
TEST(Partition, IsTheOneKafkasClientsChoose) {
  // org.apache.kafka UtilsTest.testMurmur2 vectors
  auto hash = [](std::string_view key) { return partition_of(key, 0x7fffffff); };
  EXPECT_EQ(hash("21"), (-973932308) & 0x7fffffff);
  EXPECT_EQ(hash("foobar"), (-790332482) & 0x7fffffff);
  EXPECT_EQ(hash("a-little-bit-long-string"), (-985981536) & 0x7fffffff);
  EXPECT_EQ(hash("a-little-bit-longer-string"), (-1486304829) & 0x7fffffff);
  EXPECT_EQ(hash("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8"), (-58897971) & 0x7fffffff);
}

NewRecord fence() {
  journal::v1::Record record;
  record.mutable_fence()->set_owner_id("o");
  return {"k", record.SerializeAsString(), {}};
}
NewRecord effect(std::int64_t epoch, std::int64_t seq) {
  journal::v1::Record record;
  record.mutable_effect()->set_epoch(epoch);
  record.mutable_effect()->set_seq(seq);
  return {"k", record.SerializeAsString(), {}};
}

TEST(EffectHead, IsReadFromTheBytesOrNotAtAll) {
  for (std::int64_t epoch : {0L, 1L, 127L, 128L, 1L << 40}) {
    for (std::int64_t seq : {1L, 300L, 1L << 33}) {
      const std::string bytes = effect(epoch, seq).value;
      const auto head = head_of(std::string_view(bytes));
      ASSERT_TRUE(head) << epoch << "/" << seq;
      EXPECT_EQ(head->epoch, epoch);
      EXPECT_EQ(head->seq, seq);
      for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(head_of(std::string_view(bytes).substr(0, size)));
      EXPECT_FALSE(head_of(std::string_view(bytes + "x")));
    }
  }
  EXPECT_FALSE(head_of(std::string_view(fence().value)));
  EXPECT_FALSE(head_of(std::string_view("not a record \xff")));
}

TEST(JournalReader, WhatIsNotWantedIsNotDecodedAndCountsAllTheSame) {
  MemoryLog log;
  const TopicPartition journal{"j", 0};
  log.push(journal, fence());
  for (int seq : {1, 1, 2, 4, 5}) log.push(journal, effect(0, seq));
  Signal wake;
  journal::v1::ReaderState none;
  none.set_epoch(-1);
  auto whole = JournalReader::open(log, journal, Position(0), none, wake),
       heads = JournalReader::open(log, journal, Position(0), none, wake);
  (*heads)->decode_only([](const EffectHead& head) { return head.seq == 2; });
  std::vector<JournalItem> all, some;
  ASSERT_TRUE((*whole)->read(100, all).ok() && (*heads)->read(100, some).ok());
  ASSERT_EQ(all.size(), some.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].admission, some[i].admission) << i;
    EXPECT_EQ(all[i].head.seq, some[i].head.seq) << i;
    EXPECT_EQ(all[i].after.expected_seq(), some[i].after.expected_seq()) << i;
    EXPECT_EQ(static_cast<bool>(some[i].record), i == 0 || all[i].head.seq == 2) << i;
  }
}

TEST(JournalReader, JoiningInMidLogFindsTheFenceInForce) {
  MemoryLog log;
  const TopicPartition journal{"j", 0};
  log.push(journal, fence());
  for (int seq = 1; seq <= 300; ++seq) log.push(journal, effect(0, seq));
  log.push(journal, {"k", "not a record \xff", {}});
  Signal wake;
  auto reader = JournalReader::join(log, journal, Position(299), wake);
  ASSERT_TRUE(reader.ok()) << reader.error().message();
  std::vector<JournalItem> items;
  while ((*reader)->position() < *log.end(journal)) ASSERT_TRUE((*reader)->read(100, items).ok());
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].offset, Offset(299));
  EXPECT_EQ(items[0].admission, Admission::kCounts);
  EXPECT_EQ(items[2].admission, Admission::kVoid);
}
TEST(JournalReader, AfterRetentionTookTheFenceNothingCountsUntilTheNext) {
  MemoryLog log;
  const TopicPartition journal{"j", 0};
  log.push(journal, fence());
  log.push(journal, effect(0, 1));
  log.push(journal, effect(0, 2));
  log.push(journal, fence());
  log.push(journal, effect(3, 1));
  log.trim(journal, Position(1));
  Signal wake;
  auto reader = JournalReader::join(log, journal, Position(2), wake);
  ASSERT_TRUE(reader.ok());
  std::vector<JournalItem> items;
  ASSERT_TRUE((*reader)->read(100, items).ok());
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].admission, Admission::kVoid);
  EXPECT_EQ(items[2].admission, Admission::kCounts);
}

}  // namespace
}  // namespace leakproof::stream
