#include "leadctl/stage_versions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

StageVersions told(const std::vector<std::pair<const char*, int>>& versions) {
  StageVersions stages;
  for (const auto& [stage, version] : versions) {
    auto& one = *stages.Add();
    one.set_stage(stage);
    one.set_version(version);
  }
  return stages;
}

TEST(StageVersions, TheStageThatIsDownIsNamed) {
  EXPECT_TRUE(is_in_force(4, told({{"ingest", 4}, {"scoring", 4}, {"router", 4}, {"nurture", 5}})));
  const auto without_router = told({{"ingest", 4}, {"scoring", 4}, {"nurture", 3}});
  EXPECT_FALSE(is_in_force(4, without_router));
  EXPECT_THAT(not_in_force(4, without_router),
              testing::StartsWith("version 4 is kept and in force in ingest, scoring; no answer from router: start it, "
                                  "or look at its log; behind: nurture (3); "));
  EXPECT_THAT(not_in_force(4, told({{"ingest", 3}, {"scoring", 3}, {"router", 3}, {"nurture", 3}})),
              testing::StartsWith("version 4 is kept; behind: ingest (3), "));
  EXPECT_FALSE(is_in_force(4, told({{"ingest", 4}, {"scoring", 4}, {"router", 4}, {"nurture", 3}})));
}

}  // namespace
}  // namespace leakproof::leadctl
