#include "ingest/http/sender_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "observe/log.h"

namespace leakproof::ingest {
namespace {

TEST(SenderLog, KnowsWhoIsRefusedAndSaysSoOnceAMinute) {
  std::ostringstream log;
  observe::set_log_stream(&log);
  SenderLog senders;
  const Instant now{};
  senders.taken("demo/fb", now);
  for (int i = 0; i < 5; ++i) senders.refused("demo/fb", "webhook", "not_authentic", now + std::chrono::seconds(i));
  senders.refused("", "webhook", "unknown_source", now);
  senders.taken("other/fb", now);
  observe::set_log_stream(nullptr);
  const auto lines = log.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
  const auto of = senders.of("demo");
  ASSERT_EQ(of.size(), 1u);
  EXPECT_EQ(of.at("fb").refused_since_taken, 5);
  EXPECT_EQ(of.at("fb").reason, "not_authentic");
  EXPECT_EQ(of.at("fb").refused, now + std::chrono::seconds(4));
  senders.taken("demo/fb", now);
  EXPECT_EQ(senders.of("demo").at("fb").refused_since_taken, 0);
}

}  // namespace
}  // namespace leakproof::ingest
