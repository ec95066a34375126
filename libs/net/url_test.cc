#include "net/url.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace leakproof::net {
namespace {

TEST(Url, ComesApart) {
  const Url url = *parse_url("HTTPS://Hooks.Example.com:8443/a/b?c=d#e");
  EXPECT_EQ(url.scheme, "https");
  EXPECT_EQ(url.host, "hooks.example.com");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.path, "/a/b");
  EXPECT_EQ(url.query, "c=d");
  EXPECT_FALSE(url.has_userinfo);
  EXPECT_EQ(parse_url("https://a.example")->port, 443);
  EXPECT_EQ(parse_url("https://[2001:db8::1]/")->host, "2001:db8::1");
  EXPECT_TRUE(parse_url("https://u@a.example")->has_userinfo);
}

TEST(Url, MalformedIsRefused) {
  for (const std::string& bad :
       {std::string(""), std::string("a b"), std::string("https://"), std::string("https://a:99999/"),
        std::string("https://a\r\nb/"), std::string("https://a\0b/", 12)}) {
    EXPECT_FALSE(parse_url(bad).ok()) << bad;
  }
}

TEST(Url, PublicHttpsIsAllowed) {
  for (const char* good : {"https://hooks.example.com/x?y=z", "https://8.8.8.8/", "https://[2606:4700::1111]/",
                           "https://a.example:8443/"}) {
    EXPECT_TRUE(outbound_url_allowed(good, {}).ok()) << good;
  }
}

TEST(Url, EverythingElseIsRefused) {
  for (const char* bad : {"http://a.example/",
                          "file:///etc/passwd",
                          "gopher://a.example/",
                          "ftp://a.example/",
                          "https://a.example:22/",
                          "https://a.example:80/",
                          "http://a.example:8443/",
                          "https://u:p@a.example/",
                          "https://u@a.example/",
                          "https://127.0.0.1/",
                          "https://10.1.2.3/",
                          "https://172.16.0.1/",
                          "https://192.168.1.1/",
                          "https://169.254.169.254/",
                          "https://[::1]/",
                          "https://[fc00::1]/",
                          "https://[fe80::1]/",
                          "https://[::ffff:127.0.0.1]/",
                          "https://[64:ff9b::7f00:1]/",
                          "https://[2002:7f00:1::]/",
                          "https://[::]/",
                          "https://0.0.0.0/",
                          "https://2130706433/",
                          "https://0177.0.0.1/",
                          "https://0x7f.1/",
                          "https://127.1/",
                          "https://localhost/",
                          "https://localhost./",
                          "https://LOCALHOST/",
                          "https://a.localhost/",
                          "https://100.64.0.1/"}) {
    EXPECT_FALSE(outbound_url_allowed(bad, {}).ok()) << bad;
  }
}

TEST(Url, APolicyMayAllowMore) {
  const OutboundPolicy demo{{"http", "https"}, {}, true};
  EXPECT_TRUE(outbound_url_allowed("http://127.0.0.1:8080/", demo).ok());
  EXPECT_FALSE(outbound_url_allowed("http://u@127.0.0.1:8080/", demo).ok());
}

TEST(Url, KnowsPublicAddressesByTheirBytes) {
  const std::pair<const char*, bool> rows[] = {
      {"8.8.8.8", true},        {"127.255.255.255", false}, {"172.15.255.255", true},   {"172.31.255.255", false},
      {"172.32.0.0", true},     {"224.0.0.1", false},       {"255.255.255.255", false}, {"198.19.0.1", false},
      {"2606:4700::1", true},   {"2001:db8::1", false},     {"2001::1", false},         {"ff02::1", false},
      {"::ffff:8.8.8.8", true}, {"::ffff:10.0.0.1", false}};
  for (const auto& [text, expected] : rows) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
      EXPECT_EQ(address_is_public(reinterpret_cast<sockaddr*>(&v4)), expected) << text;
    } else {
      ASSERT_EQ(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
      EXPECT_EQ(address_is_public(reinterpret_cast<sockaddr*>(&v6)), expected) << text;
    }
  }
}

}  // namespace
}  // namespace leakproof::net
