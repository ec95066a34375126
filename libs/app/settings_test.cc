#include "app/settings.h"

#include <gtest/gtest.h>

#include <fstream>

namespace leakproof::app {
namespace {

Result<Settings> read(const std::string& yaml) {
  const std::string file = ::testing::TempDir() + "/settings.yaml";
  std::ofstream(file) << yaml;
  return read_settings(file);
}

TEST(Settings, AreTypedAndHaveDefaults) {
  auto settings = read("data: /srv/leads\nhttp:\n  port: 80\n");
  ASSERT_TRUE(settings.ok()) << settings.error().message();
  EXPECT_EQ(settings->data, "/srv/leads");
  EXPECT_EQ(settings->http.port, 80);
  EXPECT_EQ(settings->grpc.port, 7070);
  EXPECT_FALSE(settings->grpc_tls.is_set());
  EXPECT_TRUE(read("grpc:\n  tls: {certificate: a.pem, key: a.key, client_ca: ca.pem}\n")->grpc_tls.is_set());
  EXPECT_TRUE(read("").ok());
}
TEST(Settings, KnowWhetherKafkaIsMeant) {
  EXPECT_FALSE(read("data: x\n")->kafka_is_meant);
  for (const char* yaml :
       {"kafka: {brokers: ''}", "kafka: {instance: one, topic_prefix: x.}", "kafka: {replication: 1}"})
    EXPECT_TRUE(read(yaml)->kafka_is_meant) << yaml;
}
TEST(Settings, WhatIsRightIsTaken) {
  for (const char* yaml :
       {"http: {public_url: 'https://leads.example.com'}", "http: {public_url: 'http://localhost:8080'}",
        "http: {public_url: 'https://[::1]:8443'}", "http: {public_url: 'https://[::1]'}",
        "smtp: {server: 'smtp://127.0.0.1:25'}", "smtp: {server: 'smtp://[::1]:587'}",
        "kafka: {brokers: 'a:9092,b:9092', replication: 3}", "drain_seconds: 0"}) {
    const auto settings = read(yaml);
    EXPECT_TRUE(settings.ok()) << yaml << (settings.ok() ? "" : settings.error().message());
  }
}
TEST(Settings, ErrorsNameLineAndKey) {
  const std::pair<const char*, const char*> cases[] = {
      {"data: x\nhtpp:\n  port: 1\n", ":3: htpp.port: no such key"},
      {"http:\n  port: many\n", ":2: http.port: 'many'"},
      {"http:\n  port: 70000\n", ":2: http.port"},
      {"data: a\ndata: b\n", ":2: data: written twice"},
      {"data: [a\n", ":"},
      {"- a\n", ":1: must be a map"},
      {"http:\n  rate_source: 0\n", "http.rate_source"},
      {"http:\n  public_url: https://x.example/\n", "http.public_url"},
      {"http:\n  public_url: x.example\n", "http.public_url"},
      {"partitions: 0\n", "partitions: must be"},
      {"grpc:\n  tls: {certificate: a.pem, key: a.key}\n", "grpc.tls: certificate, key and client_ca"},
      {"http:\n  public_url: leads.example.com\n", "http.public_url: must be like"},
      {"http:\n  public_url: https://leads.example.com/\n", "http.public_url: must be like"},
      {"log_level: loud\n", ":1: log_level: must be"},
      {"http:\n  public_url: https://x.example/path\n", ":2: http.public_url"},
      {"http:\n  public_url: https://me@x.example\n", ":2: http.public_url"},
      {"http:\n  public_url: https://x.example:99999\n", ":2: http.public_url"},
      {"http:\n  public_url: https://\n", ":2: http.public_url"},
      {"smtp:\n  server: smtp://h:99999\n", ":2: smtp.server: must be like"},
      {"smtp:\n  server: mail.example.com\n", ":2: smtp.server: must be like"},
      {"kafka:\n  brokers: a:9092\n  replication: -3\n", ":3: kafka.replication: must be 1 to 100"},
      {"smtp:\n  server: h:25\n", ":2: smtp.server"},
      {"smtp:\n  server: smtp://h:25/x\n", ":2: smtp.server"},
      {"kafka:\n  replication: 0\n", ":2: kafka.replication"},
      {"kafka:\n  brokers: a:9092,b\n", ":2: kafka.brokers: must be like"},
      {"grpc: {tls: {certificate: '', key: '', client_ca: ''}}\n", "grpc.tls: names no files"},
      {"http: {port: 1}\ndata:\n", ":2: data: has no value"},
      {"kafka: {brokers: }\n", ":1: kafka.brokers: has no value"},
      {"drain_seconds: -1\n", ":1: drain_seconds: must be"},
      {"http: {x: {y: 1}}\n", ":1: http.x.y: no such key"},
      {"http: &a {x: *a}\n", ":1: http.x.x.x: no such key"},
      {"data: {x: 1}\n", ":1: data.x: no such key"},
  };
  for (auto& [yaml, expected] : cases) {
    auto settings = read(yaml);
    ASSERT_FALSE(settings.ok()) << yaml;
    EXPECT_NE(settings.error().message().find(expected), std::string::npos)
        << yaml << " gave " << settings.error().message();
  }
  EXPECT_NE(read("# " + std::string(2 << 20, 'x')).error().message().find("1 MiB"), std::string::npos);
  for (const char* right : {"http: {public_url: 'http://127.0.0.1:8080'}", "http: {public_url: 'https://[::1]:8080'}",
                            "smtp: {server: 'smtp://h:25'}", "smtp: {server: 'smtps://h'}"})
    EXPECT_TRUE(read(right).ok()) << right;
  EXPECT_EQ(read_settings("/tmp").error().message(), "/tmp: is a directory");
  EXPECT_NE(read_settings("/nowhere/x.yaml").error().message().find("/nowhere/x.yaml"), std::string::npos);
}

}  // namespace
}  // namespace leakproof::app
