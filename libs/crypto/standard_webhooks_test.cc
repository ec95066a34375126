#include "crypto/standard_webhooks.h"

#include <gtest/gtest.h>

#include <vector>

namespace leakproof::crypto {
namespace {

// The specification's own vector.
constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::string_view kBody = R"({"test": 2432232314})";
constexpr std::string_view kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr std::int64_t kSeconds = 1614265330;
constexpr Instant kSent{std::chrono::seconds(kSeconds)};

WebhookSecret secret(std::string_view text = kSecret) { return *WebhookSecret::parse(text); }

WebhookVerdict verdict(std::string_view signature, std::string_view body = kBody, Instant now = kSent,
                       std::string_view timestamp = "1614265330") {
  const std::vector<WebhookSecret> secrets = {secret("whsec_" + std::string(32, 'A')), secret()};
  return verify_webhook(secrets, {kId, timestamp, signature}, body, now);
}

TEST(StandardWebhooks, SignsLikeTheSpecification) {
  EXPECT_EQ(sign_webhook(secret(), kId, kSeconds, kBody), kSignature);
}

TEST(StandardWebhooks, AnyOfSeveralSignaturesAndSecretsWillDo) {
  EXPECT_EQ(verdict(kSignature), WebhookVerdict::kValid);
  EXPECT_EQ(verdict("v1a,abc v1,wrong  " + std::string(kSignature)), WebhookVerdict::kValid);
}

TEST(StandardWebhooks, OneChangedByteIsAForgery) {
  EXPECT_EQ(verdict(kSignature, R"({"test": 2432232315})"), WebhookVerdict::kForged);
  EXPECT_EQ(verdict("v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), WebhookVerdict::kForged);
  EXPECT_EQ(verdict("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), WebhookVerdict::kForged);
  EXPECT_EQ(verdict(kSignature, kBody, kSent, "1614265331"), WebhookVerdict::kForged);
}

TEST(StandardWebhooks, TheTimeMustBeNear) {
  using std::chrono::seconds;
  EXPECT_EQ(verdict(kSignature, kBody, kSent + seconds(300)), WebhookVerdict::kValid);
  EXPECT_EQ(verdict(kSignature, kBody, kSent - seconds(300)), WebhookVerdict::kValid);
  EXPECT_EQ(verdict(kSignature, kBody, kSent + seconds(301)), WebhookVerdict::kStale);
  EXPECT_EQ(verdict(kSignature, kBody, kSent - seconds(301)), WebhookVerdict::kStale);
}

TEST(StandardWebhooks, HeadersHaveAForm) {
  for (const char* timestamp :
       {"", "x", "1614265330x", " 1614265330", "-1", "99999999999999", "99999999999999999999"}) {
    EXPECT_EQ(verdict(kSignature, kBody, kSent, timestamp), WebhookVerdict::kMalformed) << timestamp;
  }
  EXPECT_EQ(verdict(""), WebhookVerdict::kMalformed);
}

TEST(StandardWebhooks, SecretsHaveAForm) {
  EXPECT_EQ(secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").key(), secret().key()) << "without the prefix";
  EXPECT_EQ(secret("whsec_" + std::string(43, 'A')).key(), std::string(32, '\0')) << "without padding";
  EXPECT_EQ(secret(std::string(43, 'A') + "=").key(), std::string(32, '\0'));
  EXPECT_FALSE(WebhookSecret::parse(std::string(43, 'A') + "==").ok());
  EXPECT_FALSE(WebhookSecret::parse("").ok());
  EXPECT_FALSE(WebhookSecret::parse("not-base64-of-a-webhook-secret!!").ok());
  EXPECT_FALSE(WebhookSecret::parse("whsec_MfKQ").ok());
  EXPECT_FALSE(WebhookSecret::parse("whsec_!!!").ok());
  EXPECT_FALSE(WebhookSecret::parse("whsec_" + std::string(88, 'A')).ok());
}

}  // namespace
}  // namespace leakproof::crypto
