#include "process/broker_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "observe/log.h"

namespace leakproof::process {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

TEST(BrokerWatch, NamesTheBrokersAndSinceWhenOnce) {
  BrokerWatch watch("kafka-1:9092");
  std::ostringstream log;
  observe::set_log_stream(&log);
  EXPECT_EQ(watch.problem(), "");
  watch.heard({}, Instant(seconds(10)));
  watch.heard(retry("Local: Broker transport failure"), Instant(seconds(15)));
  watch.heard(retry("Local: Broker transport failure"), Instant(seconds(20)));
  EXPECT_EQ(watch.problem(), "the brokers kafka-1:9092 have not answered since 1970-01-01T00:00:10Z");
  const auto told = log.str();
  EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 1) << told;
  EXPECT_THAT(told, HasSubstr("brokers_silent"));
  EXPECT_THAT(told, HasSubstr("kafka-1:9092"));
  watch.heard({}, Instant(seconds(25)));
  observe::set_log_stream(nullptr);
  EXPECT_EQ(watch.problem(), "");
  EXPECT_THAT(log.str(), HasSubstr("brokers_answer"));
}

}  // namespace
}  // namespace leakproof::process
