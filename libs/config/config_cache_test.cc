#include "config/config_cache.h"

#include <gtest/gtest.h>

#include "stream/fakes/draft_fake.h"

namespace leakproof::config {
namespace {

struct Zone {
  std::string name;
};

// A workspace without a zone cannot be worked with.
struct ConfigCacheTest : testing::Test {
  int compiled = 0;
  stream::DraftFake draft{Instant()};
  ConfigCache<Zone> cache{[this](const state::v1::ConfigVersion& version) -> Result<std::unique_ptr<const Zone>> {
    ++compiled;
    LEAKPROOF_ASSIGN(workspace, workspace_of(version));
    if (workspace.default_zone().empty()) return refuse("no zone");
    return std::make_unique<const Zone>(workspace.default_zone());
  }};

  static state::v1::ConfigVersion version(const std::string& zone) {
    v1::Workspace workspace;
    workspace.set_default_zone(zone);
    lead::v1::ConfigApplied applied;
    applied.set_version(7);
    applied.set_workspace(workspace.SerializeAsString());
    return version_of(applied);
  }
  std::string zone() {
    const Zone* found = cache.get("w", draft);
    return found == nullptr ? "none" : found->name;
  }
};

TEST_F(ConfigCacheTest, AbsentIsNoneAndWhatIsPutIsInForceAndStored) {
  EXPECT_EQ(zone(), "none");
  EXPECT_EQ((*cache.put("w", version("Asia/Bangkok"), draft))->name, "Asia/Bangkok");
  EXPECT_EQ(zone(), "Asia/Bangkok");
  EXPECT_EQ(stream::find<state::v1::ConfigVersion>(draft, config_key("w"))->version(), 7);
  EXPECT_EQ(cache.get("another", draft), nullptr);
}
TEST_F(ConfigCacheTest, CompilesOnceAndAgainWhenTheStateIsReadAgain) {
  ASSERT_TRUE(cache.put("w", version("Asia/Bangkok"), draft).ok());
  EXPECT_EQ(zone() + zone(), "Asia/BangkokAsia/Bangkok");
  EXPECT_EQ(compiled, 1);
  stream::store(draft, config_key("w"), version("Europe/Berlin"));
  cache.invalidate();
  EXPECT_EQ(zone(), "Europe/Berlin");
  EXPECT_EQ(compiled, 2);
}
TEST_F(ConfigCacheTest, WhatDoesNotCompileIsRefusedAndTheOneBeforeStays) {
  ASSERT_TRUE(cache.put("w", version("Asia/Bangkok"), draft).ok());
  EXPECT_EQ(cache.put("w", version(""), draft).error().disposition(), Disposition::kRefuse);
  state::v1::ConfigVersion broken;
  broken.set_workspace("\xff");
  EXPECT_EQ(cache.put("w", broken, draft).error().message(), "the configuration is no workspace");
  EXPECT_EQ(zone(), "Asia/Bangkok");
  cache.invalidate();
  EXPECT_EQ(zone(), "Asia/Bangkok");
}
TEST_F(ConfigCacheTest, AStoredOneThatDoesNotCompileIsSaidToBeADefect) {
  stream::store(draft, config_key("w"), version(""));
  EXPECT_DEATH(zone(), "the stored configuration of w does not compile: no zone");
}

}  // namespace
}  // namespace leakproof::config
