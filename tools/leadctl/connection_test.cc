#include "leadctl/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

using testing::HasSubstr;

// leads.example, valid from 2026-01-01 to 2026-04-01.
constexpr const char* kPem =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBHDCBw6ADAgECAgEBMAoGCCqGSM49BAMCMBgxFjAUBgNVBAMMDWxlYWRzLmV4\n"
    "YW1wbGUwHhcNMjYwMTAxMDAwMDAwWhcNMjYwNDAxMDAwMDAwWjAYMRYwFAYDVQQD\n"
    "DA1sZWFkcy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnYSxSOR+\n"
    "63kOOzRkPfiRESfkibag21HMEP94MxY4rjP/Cc9BJkT5FRL3UnKbN8VePLe7W58B\n"
    "/wqvS3YxFKPQxTAKBggqhkjOPQQDAgNIADBFAiEA/HArIioXmFP+Khed1FlCisnd\n"
    "P7g8d7GsffdaqnoC3SICIBW/uioQz3JI3p/JuPtWKmVh03KdjK7figRubzQ6yZaX\n"
    "-----END CERTIFICATE-----\n";
const Instant kBegins{std::chrono::seconds(1767225600)}, kEnds{std::chrono::seconds(1775001600)};

TEST(Connection, AServerIsAHostAndAPort) {
  for (const char* right : {"127.0.0.1:7070", "leads.example:1", "[::1]:65535", "dns:///leads.example:7070", "unix:a"})
    EXPECT_EQ(server_fault(right), "") << right;
  for (const char* wrong :
       {"", "leads.example", ":7070", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:-1", "host:", "127.0.0.1:70 70"})
    EXPECT_THAT(server_fault(wrong), HasSubstr("name it as host:port")) << wrong;
}

TEST(Connection, SaysWhatKeepsUsOut) {
  ConnectionFailure failure;
  failure.server = "host:7070";
  EXPECT_THAT(advice_on(failure, kBegins), HasSubstr("nothing answers at host:7070: start it"));
  failure.listens = true;
  EXPECT_THAT(advice_on(failure, kBegins), HasSubstr("it may be stopped or overloaded, which its log says; if it "
                                                     "wants TLS, name the files with --tls-ca"));
  failure.with_tls = true;
  EXPECT_THAT(advice_on(failure, kBegins), HasSubstr("TLS fails: it may not know your certificate"));
  failure.message = "Ssl handshake failed: SSL_ERROR_SSL: certificate verify failed";
  EXPECT_THAT(advice_on(failure, kBegins), HasSubstr("TLS fails: has its certificate ended"));
  failure.certificate = kPem;
  EXPECT_THAT(advice_on(failure, kBegins), HasSubstr("TLS fails: has its certificate ended"));
  EXPECT_THAT(advice_on(failure, kEnds), HasSubstr("TLS fails: your certificate has ended at 2026-04-01T00:00:00Z"));
  EXPECT_THAT(advice_on(failure, Instant()), HasSubstr("your certificate is not valid before 2026-01-01T00:00:00Z"));
  failure.certificate = "nonsense";
  EXPECT_THAT(advice_on(failure, kBegins), HasSubstr("--tls-cert holds no certificate"));
}

}  // namespace
}  // namespace leakproof::leadctl
