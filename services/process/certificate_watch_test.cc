#include "process/certificate_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "observe/log.h"

namespace leakproof::process {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

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

class CertificateWatchTest : public testing::Test {
 protected:
  CertificateWatchTest() {
    settings_.certificate = settings_.client_ca = settings_.key = testing::TempDir() + "/leads.pem";
    std::ofstream(settings_.certificate) << kPem;
  }
  observe::Metrics metrics_;
  app::Settings::Tls settings_;
};

TEST_F(CertificateWatchTest, SaysInTimeThatACertificateEnds) {
  const auto watch = CertificateWatch::open(settings_, metrics_);
  ASSERT_TRUE(watch.ok()) << watch.error().message();
  EXPECT_THAT(metrics_.exposition(),
              HasSubstr("leakproof_grpc_certificate_end_timestamp_seconds{file=\"certificate\"} 1775001600"));
  EXPECT_THAT(watch->problems(kEnds - kCertificateNotice), IsEmpty());
  ASSERT_THAT(watch->problems(kEnds - hours(1)), SizeIs(2));
  EXPECT_FALSE(watch->problems(kEnds - hours(1))[0].over);
  EXPECT_THAT(watch->problems(kEnds - hours(1))[0].text, HasSubstr("(CN=leads.example) ends at 2026-04-01T00:00:00"));
  EXPECT_TRUE(watch->problems(kEnds)[0].over);
  EXPECT_TRUE(watch->problems(kBegins - hours(1))[0].over);
}
TEST_F(CertificateWatchTest, TellsItOnceADay) {
  auto watch = *CertificateWatch::open(settings_, metrics_);
  std::ostringstream log;
  observe::set_log_stream(&log);
  for (int hour = 0; hour < 48; ++hour) watch.step(kEnds - hours(100) + hours(hour));
  observe::set_log_stream(nullptr);
  const auto lines = log.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4) << lines;
}
TEST_F(CertificateWatchTest, WithoutTlsThereIsNothingToWatchAndABadFileIsNamed) {
  EXPECT_THAT(CertificateWatch::open({}, metrics_)->problems(kEnds), IsEmpty());
  settings_.client_ca = "/nowhere/ca.pem";
  EXPECT_THAT(CertificateWatch::open(settings_, metrics_).error().message(),
              HasSubstr("grpc.tls.client_ca: /nowhere/ca.pem"));
}

}  // namespace
}  // namespace leakproof::process
