#include "kafka/fetched.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::kafka {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

stream::Record record(std::int64_t offset) { return {stream::Offset(offset), {}, "k", "v", {}}; }

// The offsets of one read, or its error behind them.
std::vector<std::string> read(Fetched& fetched, std::size_t max = 10) {
  std::vector<stream::Record> records;
  const Status status = fetched.read(max, records);
  std::vector<std::string> seen;
  for (const auto& one : records) seen.push_back(std::to_string(one.offset.value()));
  if (!status.ok()) seen.push_back(status.error().message());
  return seen;
}

TEST(Fetched, WhatStandsBehindAnErrorIsKeptAndTheErrorComesAlone) {
  Fetched fetched;
  fetched.add(record(1));
  fetched.add(record(2));
  fetched.add(retry("away"));
  fetched.add(fatal("gone"));
  fetched.add(record(3));
  EXPECT_THAT(read(fetched), ElementsAre("1", "2"));
  EXPECT_THAT(read(fetched), ElementsAre("away"));
  EXPECT_THAT(read(fetched), ElementsAre("gone"));
  EXPECT_FALSE(fetched.empty());
  EXPECT_THAT(read(fetched), ElementsAre("3"));
  EXPECT_TRUE(fetched.empty());
  EXPECT_THAT(read(fetched), IsEmpty());
}

TEST(Fetched, NoMoreThanItsMaximumAndTheRestLater) {
  Fetched fetched;
  for (int offset = 0; offset < 5; ++offset) fetched.add(record(offset));
  EXPECT_THAT(read(fetched, 3), ElementsAre("0", "1", "2"));
  EXPECT_THAT(read(fetched, 3), ElementsAre("3", "4"));
}

TEST(Fetched, TheEndIsWhereNothingCameBehindIt) {
  Fetched fetched;
  EXPECT_FALSE(fetched.at_end());
  fetched.add(record(1));
  fetched.add_end();
  read(fetched, 1);
  EXPECT_FALSE(fetched.at_end()) << "it has not been read yet";
  read(fetched);
  EXPECT_TRUE(fetched.at_end());
  read(fetched);
  EXPECT_TRUE(fetched.at_end()) << "nothing has come since";
  fetched.add(record(2));
  EXPECT_THAT(read(fetched), ElementsAre("2"));
  EXPECT_FALSE(fetched.at_end());
}

}  // namespace
}  // namespace leakproof::kafka
