#include "kafka/topics.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

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
  EXPECT_TRUE(names.contains("lead.submissions"));
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
