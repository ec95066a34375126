#include "kafka/handles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::kafka {
namespace {

std::string property(const Conf& conf, const char* name) {
  char value[256];
  std::size_t size = sizeof value;
  return rd_kafka_conf_get(conf.get(), name, value, &size) == RD_KAFKA_CONF_OK ? value : "?";
}

TEST(Handles, TheOperatorsPropertiesWinOverOurs) {
  KafkaOptions options;
  options.brokers = "127.0.0.1:1";
  options.properties = {{"client.id", "theirs"}};
  auto conf = make_conf(options, {{"linger.ms", "0"}});
  ASSERT_TRUE(conf.ok());
  EXPECT_EQ(property(*conf, "client.id"), "theirs");
  EXPECT_EQ(property(*conf, "linger.ms"), "0");
  EXPECT_EQ(property(*conf, "socket.nagle.disable"), "true");
}

TEST(Handles, AnUnknownPropertyIsNamed) {
  KafkaOptions options;
  options.properties = {{"no.such.thing", "1"}};
  auto conf = make_conf(options, {});
  ASSERT_FALSE(conf.ok());
  EXPECT_EQ(conf.error().disposition(), Disposition::kFatal);
  EXPECT_THAT(conf.error().message(), testing::HasSubstr("no.such.thing"));
}

}  // namespace
}  // namespace leakproof::kafka
