#include "kafka/topics.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "stream/topics.h"

namespace leakproof::kafka {
namespace {

TEST(Topics, EachIsWholeAndNamedOnce) {
  const std::set<std::string> kinds = {"input", "journal", "published", "changelog", "directory"};
  std::set<std::string> names;
  for (const Topic& topic : topics().topic()) {
    EXPECT_TRUE(names.insert(topic.name()).second) << topic.name();
    EXPECT_TRUE(kinds.contains(topic.kind())) << topic.name();
    EXPECT_EQ(topic.cleanup(), topic.kind() == "changelog" || topic.kind() == "directory" ? "compact" : "delete")
        << topic.name();
    EXPECT_TRUE(topic.retention_hours() == -1 || topic.retention_hours() >= 24) << topic.name();
    EXPECT_GE(topic.record_bytes_max(), 1 << 20) << topic.name();
  }
}

TEST(Topics, TheNamesOfTheProductAreThoseOfTheTable) {
  namespace names = stream::topics;
  std::set<std::pair<std::string, std::string>> product = {{"directory", names::kStageOwners}};
  for (const auto* name : names::kInputs) product.insert({"input", name});
  for (const auto* name : names::kPublished) product.insert({"published", name});
  for (const auto* stage : names::kStages) {
    product.insert({"journal", names::journal_of(stage)});
    product.insert({"changelog", names::changelog_of(stage)});
  }
  std::set<std::pair<std::string, std::string>> table;
  for (const Topic& topic : topics().topic()) table.insert({topic.kind(), topic.name()});
  EXPECT_EQ(product, table);
}

// LEAKPROOF_WRITE_DOCS=1 writes the page instead of comparing it.
TEST(Topics, ThePageIsTheTable) {
  const std::string path = LEAKPROOF_FORMATS "/topics.md";
  if (std::getenv("LEAKPROOF_WRITE_DOCS")) std::ofstream(path) << render(topics());
  std::stringstream page;
  page << std::ifstream(path).rdbuf();
  EXPECT_EQ(page.str(), render(topics())) << "run the test with LEAKPROOF_WRITE_DOCS=1";
}

}  // namespace
}  // namespace leakproof::kafka
