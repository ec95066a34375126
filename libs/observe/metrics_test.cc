#include "observe/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace leakproof::observe {
namespace {

using testing::HasSubstr;

TEST(Metrics, ShowsEachKindInTheTextFormat) {
  Metrics metrics;
  metrics.counter("leakproof_edge_requests_total", "Requests.", {{"source", "web"}}).Increment(2);
  metrics.gauge("leakproof_store_size_bytes", "Size.").Set(12);
  metrics.histogram("leakproof_hop_seconds", "Hop.", {0.1, 1}).Observe(0.5);
  const std::string text = metrics.exposition();
  EXPECT_THAT(
      text,
      HasSubstr("# TYPE leakproof_edge_requests_total counter\nleakproof_edge_requests_total{source=\"web\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("leakproof_store_size_bytes 12\n"));
  EXPECT_THAT(text, HasSubstr("leakproof_hop_seconds_bucket{le=\"0.1\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("leakproof_hop_seconds_bucket{le=\"1\"} 1\n"));
}

TEST(Metrics, AskingTwiceGivesTheSame) {
  Metrics metrics;
  Counter& first = metrics.counter("leakproof_a_total", "A.", {{"k", "v"}});
  EXPECT_EQ(&first, &metrics.counter("leakproof_a_total", "A.", {{"k", "v"}}));
  EXPECT_NE(&first, &metrics.counter("leakproof_a_total", "A.", {{"k", "w"}}));
}

TEST(Metrics, CountsFromManyThreads) {
  Metrics metrics;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i) metrics.counter("leakproof_a_total", "A.").Increment();
      });
    }
  }
  EXPECT_THAT(metrics.exposition(), HasSubstr("leakproof_a_total 4000\n"));
}

TEST(MetricsDeathTest, ABadNameIsADefect) {
  Metrics metrics;
  EXPECT_DEATH(metrics.counter("requests_total", ""), "CHECK");
  EXPECT_DEATH(metrics.counter("leakproof_requests", ""), "CHECK");
  EXPECT_DEATH(metrics.counter("leakproof_Requests_total", ""), "CHECK");
  EXPECT_DEATH(metrics.gauge("leakproof_requests_total", ""), "CHECK");
  EXPECT_DEATH(metrics.histogram("leakproof_hop_milliseconds_now", "", kHopSeconds), "CHECK");
}

}  // namespace
}  // namespace leakproof::observe
