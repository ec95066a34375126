#include "observe/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <type_traits>

#include "base/personal.h"

namespace leakproof::observe {
namespace {

static_assert(!std::is_constructible_v<LogValue, Personal<std::string>>, "personal data must not reach a log line");
static_assert(!std::is_constructible_v<LogValue, void*>);

class Log : public testing::Test {
 protected:
  Log() { set_log_stream(&out_); }
  ~Log() override {
    set_log_level(LogLevel::kInfo);
    set_log_stream(nullptr);
  }
  std::ostringstream out_;
};

TEST_F(Log, WritesOneObjectALine) {
  log_info("lead_routed",
           {{"pool", "north"}, {"count", 3}, {"share", 0.5}, {"held", false}, {"trace_id", std::string("4bf9")}});
  const auto line = nlohmann::json::parse(out_.str());
  EXPECT_THAT(line["ts"].get<std::string>(),
              testing::MatchesRegex("[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+\\.[0-9]+Z"));
  EXPECT_EQ(line["level"], "info");
  EXPECT_EQ(line["event"], "lead_routed");
  EXPECT_EQ(line["pool"], "north");
  EXPECT_EQ(line["count"], 3);
  EXPECT_EQ(line["share"], 0.5);
  EXPECT_EQ(line["held"], false);
  EXPECT_EQ(line["trace_id"], "4bf9");
}

TEST_F(Log, NoValueForgesALine) {
  log_warn("refused", {{"text", "a\n{\"level\":\"error\"}\r\u2028\x1b[31m\xff{}\","}});
  const std::string written = out_.str();
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 1);
  for (unsigned char c : written) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f));
  EXPECT_EQ(nlohmann::json::parse(written)["level"], "warning");
}

TEST_F(Log, TheLevelCutsOff) {
  log_debug("quiet");
  EXPECT_EQ(out_.str(), "");
  set_log_level(LogLevel::kDebug);
  log_debug("loud");
  EXPECT_NE(out_.str(), "");
}

}  // namespace
}  // namespace leakproof::observe
