#include "config/source_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace leakproof::config {
namespace {

TEST(SourceKinds, AreThoseOfTheSchemaInItsOrder) {
  const auto schema = nlohmann::json::parse(std::ifstream(SCHEMA));
  std::vector<std::string> names;
  for (const auto& kind : kSourceKinds) names.emplace_back(kind.name);
  EXPECT_EQ(schema["properties"]["sources"]["items"]["properties"]["kind"]["enum"], names);
}

TEST(SourceKinds, AreFoundByName) {
  ASSERT_NE(find_source_kind("meta"), nullptr);
  EXPECT_TRUE(find_source_kind("meta")->is_fetched);
  EXPECT_EQ(find_source_kind("ladipage")->proof, Proof::kPathToken);
  for (const char* unknown : {"", "fax", "meta_lead", "Meta"}) EXPECT_EQ(find_source_kind(unknown), nullptr) << unknown;
}

}  // namespace
}  // namespace leakproof::config
