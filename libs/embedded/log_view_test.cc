#include "embedded/log_view.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>

#include "base/manual_clock.h"
#include "embedded/embedded_log.h"

namespace leakproof::embedded {
namespace {

struct LogViewTest : testing::Test {
  void TearDown() override { std::filesystem::remove_all(directory); }
  std::string seen(const stream::TopicPartition& of) {
    const auto view = LogView::open(directory);
    EXPECT_TRUE(view.ok()) << view.error().message();
    std::string all;
    EXPECT_TRUE(view->read(of,
                           [&](const stream::Record& record) {
                             all += std::to_string(record.offset.value()) + "=" + record.value + " ";
                           })
                    .ok());
    return all;
  }
  const std::filesystem::path directory =
      std::filesystem::path(testing::TempDir()) / ("log_view." + std::to_string(::getpid()));
};

TEST_F(LogViewTest, ShowsWhatIsKeptAlsoWhileItIsServed) {
  const ManualClock clock(instant_from_micros(1));
  auto log = *EmbeddedLog::open(directory, 2, clock);
  for (int i = 0; i < 300; ++i) {
    std::promise<void> appended;
    log->inputs().append({"in", 1}, {"k", "v" + std::to_string(i), {}}, [&](Result<stream::Offset> at) {
      EXPECT_TRUE(at.ok());
      appended.set_value();
    });
    appended.get_future().wait();
  }
  ASSERT_TRUE(log->trim({"in", 1}, stream::Position(1)).ok());
  EXPECT_EQ(LogView::open(directory)->partitions(), 2);
  const auto all = seen({"in", 1});
  EXPECT_EQ(all.substr(0, 12), "1=v1 2=v2 3=");
  EXPECT_TRUE(all.ends_with("299=v299 "));
  EXPECT_EQ(seen({"in", 0}), "");
}

TEST_F(LogViewTest, ADirectoryWithoutALogIsRefusedAndNotMade) {
  EXPECT_FALSE(LogView::open(directory).ok());
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
}  // namespace leakproof::embedded
