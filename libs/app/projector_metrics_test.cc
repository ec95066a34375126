#include "app/projector_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::app {
namespace {

using testing::HasSubstr;

TEST(ProjectorMetrics, ShowsTheLagAndCountsFailures) {
  observe::Metrics metrics;
  ProjectorMetrics observer(metrics);
  observer.on_input_lag("router", 2, std::chrono::milliseconds(1500));
  observer.on_failed("router", 2, refence("fenced"));
  observer.on_failed("router", 2, refence("fenced"));
  EXPECT_THAT(metrics.exposition(), HasSubstr("leakproof_projector_lag_seconds{partition=\"2\",stage=\"router\"} 1.5"));
  EXPECT_THAT(metrics.exposition(), HasSubstr("leakproof_projector_failures_total{stage=\"router\"} 2"));
}

}  // namespace
}  // namespace leakproof::app
