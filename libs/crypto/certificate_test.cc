#include "crypto/certificate.h"

#include <gtest/gtest.h>

namespace leakproof::crypto {
namespace {

// leads.example, valid from 2026-01-01 to 2026-04-01.
constexpr const char* kShort =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBHDCBw6ADAgECAgEBMAoGCCqGSM49BAMCMBgxFjAUBgNVBAMMDWxlYWRzLmV4\n"
    "YW1wbGUwHhcNMjYwMTAxMDAwMDAwWhcNMjYwNDAxMDAwMDAwWjAYMRYwFAYDVQQD\n"
    "DA1sZWFkcy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnYSxSOR+\n"
    "63kOOzRkPfiRESfkibag21HMEP94MxY4rjP/Cc9BJkT5FRL3UnKbN8VePLe7W58B\n"
    "/wqvS3YxFKPQxTAKBggqhkjOPQQDAgNIADBFAiEA/HArIioXmFP+Khed1FlCisnd\n"
    "P7g8d7GsffdaqnoC3SICIBW/uioQz3JI3p/JuPtWKmVh03KdjK7figRubzQ6yZaX\n"
    "-----END CERTIFICATE-----\n";
// authority.example, valid from 2020-01-01 to 2030-01-01.
constexpr const char* kLong =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBJDCBy6ADAgECAgEBMAoGCCqGSM49BAMCMBwxGjAYBgNVBAMMEWF1dGhvcml0\n"
    "eS5leGFtcGxlMB4XDTIwMDEwMTAwMDAwMFoXDTMwMDEwMTAwMDAwMFowHDEaMBgG\n"
    "A1UEAwwRYXV0aG9yaXR5LmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\n"
    "AATo0sIp9/W8rXGc+QXp48bA2PeU/1isANXAcmO4YGKtslS70cki70El1o0ZWpq6\n"
    "Z1T6PF4qHU3l+4gpuEGuiXhyMAoGCCqGSM49BAMCA0gAMEUCIQDP0oAfgI6Fthlg\n"
    "QbPy/+coNvLsmGhTGaOBER1lpn8yEQIgShypbXsJZs0LN/cD8x4lgVQ4uDerPHyh\n"
    "SdnP69mw08w=\n"
    "-----END CERTIFICATE-----\n";
constexpr std::int64_t k2020 = 1577836800, k2026 = 1767225600, k2026April = 1775001600, k2030 = 1893456000;

std::int64_t seconds(Instant instant) { return to_micros(instant) / 1'000'000; }

TEST(Certificate, SaysFromWhenUntilWhenItIsValid) {
  const auto validity = validity_of_certificates(kLong);
  ASSERT_TRUE(validity.ok());
  EXPECT_EQ(validity->subject, "CN=authority.example");
  EXPECT_EQ(seconds(validity->begins), k2020);
  EXPECT_EQ(seconds(validity->ends), k2030);
}
TEST(Certificate, AChainIsAsGoodAsItsWeakest) {
  for (const std::string& chain : {std::string(kShort) + kLong, std::string(kLong) + kShort}) {
    const auto validity = validity_of_certificates(chain);
    ASSERT_TRUE(validity.ok());
    EXPECT_EQ(validity->subject, "CN=leads.example");
    EXPECT_EQ(seconds(validity->begins), k2026);
    EXPECT_EQ(seconds(validity->ends), k2026April);
  }
}
TEST(Certificate, ATextWithoutOneIsRefused) {
  EXPECT_FALSE(validity_of_certificates("").ok());
  EXPECT_FALSE(validity_of_certificates("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n").ok());
}

}  // namespace
}  // namespace leakproof::crypto
