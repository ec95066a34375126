#include "embedded/layout.h"

#include <gtest/gtest.h>

namespace leakproof::embedded {
namespace {

TEST(Layout, KeysSortLikeTopicPartitionOffset) {
  const std::string ordered[] = {
      begin_key(partition_prefix({"a", 0})),       partitions_key(),
      record_key(partition_prefix({"a", 0}), 0),   record_key(partition_prefix({"a", 0}), 255),
      record_key(partition_prefix({"a", 0}), 256), record_key(partition_prefix({"a", 1}), 0),
      record_key(partition_prefix({"a", 300}), 0), record_key(partition_prefix({"a.b", 0}), 0),
  };
  for (std::size_t i = 1; i < std::size(ordered); ++i) EXPECT_LT(ordered[i - 1], ordered[i]) << i;
}

TEST(Layout, ARecordComesBackAsItWas) {
  const stream::Record record{stream::Offset(7),
                              instant_from_micros(123),
                              std::string("k\0", 2),
                              std::string("\xff\0v", 3),
                              {{"n", "\xfe"}, {"n", ""}}};
  const auto back = unpack(stream::Offset(7), pack(record));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->offset, record.offset);
  EXPECT_EQ(back->appended, record.appended);
  EXPECT_EQ(back->key, record.key);
  EXPECT_EQ(back->value, record.value);
  ASSERT_EQ(back->headers.size(), 2u);
  EXPECT_EQ(back->headers[0].value, "\xfe");
  EXPECT_EQ(size_of(back->key, back->value, back->headers), 2u + 3u + 3u);
}

TEST(Layout, NonsenseIsNoRecord) { EXPECT_FALSE(unpack(stream::Offset(0), "\xff\xff")); }

}  // namespace
}  // namespace leakproof::embedded
