#include "app/settings.h"

#include <gtest/gtest.h>

#include <fstream>

namespace leakproof {
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
      {"log_level: loud\n", "log_level: must be"},
  };
  for (auto& [yaml, expected] : cases) {
    auto settings = read(yaml);
    ASSERT_FALSE(settings.ok()) << yaml;
    EXPECT_NE(settings.error().message().find(expected), std::string::npos)
        << yaml << " gave " << settings.error().message();
  }
  EXPECT_NE(read_settings("/nowhere/x.yaml").error().message().find("/nowhere/x.yaml"), std::string::npos);
}

}  // namespace
}  // namespace leakproof
