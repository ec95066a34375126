#include "ingest/sources/signatures.h"

#include <gtest/gtest.h>

#include <map>

#include "crypto/standard_webhooks.h"
#include "ingest/sources/fakes/payloads_fake.h"
#include "ingest/sources/json.h"
#include "ingest/sources/source_kinds.h"

namespace leakproof::ingest {
namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

SignedRequest request(std::string_view body, const Headers& headers, std::int64_t now_seconds = 1760000000) {
  return {body,
          [&headers](std::string_view name) {
            auto found = headers.find(name);
            return found == headers.end() ? std::nullopt : std::optional<std::string_view>(found->second);
          },
          Instant(std::chrono::seconds(now_seconds)), "POST", "https://leads.example.com/hooks/hubspot/demo"};
}

SignatureCheck verify(const char* kind, const Secrets& secrets, const SignedRequest& request) {
  return find_source_kind(kind)->verifier(secrets, request);
}

struct Vector {
  const char* kind;
  std::string secret;
  std::string body;
  Headers headers;
  std::int64_t now = 1760000000;
};

// Each formula once; values computed apart from this code.
std::vector<Vector> vectors() {
  return {
      {"meta",
       "dummy-secret",
       R"({"name":"h\u00e4ns \/ \u003Cx>"})",
       {{"x-hub-signature-256", "sha256=feb45925ff7e85acfb352634079287af3dc98953d09b407b67593f13e7e70de0"}}},
      {"google", "EXAMPLE-KEY", R"({"google_key":"EXAMPLE-KEY"})", {}},
      {"typeform",
       "dummy-secret",
       R"({"event_id":"e1","event_type":"form_response","form_response":{"form_id":"f"}})",
       {{"typeform-signature", "sha256=uwr2pUcD15Bj6mRGmGmeO+YCz05bVfZHtdsDzMZ/fuQ="}}},
      {"tally",
       "dummy-secret",
       R"({"eventId":"e1","eventType":"FORM_RESPONSE","data":{"formId":"f"}})",
       {{"tally-signature", "M+orrr2VFYfD6OhrPIpjfdtWupp+Y1lnBGer0BjUuqw="}}},
      {"webflow",
       "dummy-secret",
       R"({"triggerType":"form_submission","payload":{"name":"Contact"}})",
       {{"x-webflow-signature", "a69b2f0b397a0f69aa51ffee0c2cd1f40a691bd0b1d7b0dd5b4ce741d93c73eb"},
        {"x-webflow-timestamp", "1760000000123"}}},
      {"hubspot",
       "dummy-secret",
       R"([{"eventId":1,"subscriptionType":"contact.creation"}])",
       {{"x-hubspot-signature-v3", "TBk8AbbQTNvieI1d6OPB+/qeBm7T4ANcSGoX/Ozi/Gw="},
        {"x-hubspot-request-timestamp", "1760000000123"}}},
      {"linkedin",
       "dummy-secret",
       R"({"type":"LEAD_ACTION","leadAction":"CREATED","occurredAt":1760000000123})",
       {{"x-li-signature", "eb5569a217d40c2e40d5f882713b907e22545d797a435794141d498f955d0582"}}},
      {"tiktok",
       "dummy-secret",
       R"({"client_key":"k","event":"authorization.removed","create_time":1615338610,"user_openid":"u","content":"{}"})",
       {{"tiktok-signature", "t=1633174587,s=ad7de2ab42cc2a192ce500df1fc041c6d186432ed6845f8bedda91344e66ba18"}},
       1633174600},
      {"webhook",
       "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
       R"({"test": 2432232314})",
       {{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"},
        {"webhook-timestamp", "1614265330"},
        {"webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}},
       1614265330},
  };
}

TEST(Signatures, ValidOnesHold) {
  for (const auto& v : vectors())
    EXPECT_EQ(verify(v.kind, {v.secret}, request(v.body, v.headers, v.now)), SignatureCheck::kValid) << v.kind;
}

TEST(Signatures, AnIdMayHoldADotAndNoTimeMayMove) {
  const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const auto signed_by = [&](const std::string& prefix, const std::string& id, const std::string& body) {
    Headers headers = {{prefix + "id", id}, {prefix + "timestamp", "1760000000"}};
    headers[prefix + "signature"] = crypto::sign_webhook(*crypto::WebhookSecret::parse(secret), id, 1760000000, body);
    return headers;
  };
  const auto at = [&](const Headers& headers, const std::string& body) {
    return verify("webhook", {secret.substr(6)}, request(body, headers, 1760000000));
  };
  EXPECT_EQ(at(signed_by("webhook-", "msg.1", "{}"), "{}"), SignatureCheck::kValid);
  EXPECT_EQ(at(signed_by("svix-", "msg_1", "{}"), "{}"), SignatureCheck::kValid);
  EXPECT_EQ(at(signed_by("webhook-", "msg", "1760000001.{}"), "1760000001.{}"), SignatureCheck::kForged);
  auto mixed = signed_by("webhook-", "msg", "{}");
  mixed.erase("webhook-signature");
  EXPECT_EQ(at(mixed, "{}"), SignatureCheck::kMissing);
}

TEST(Signatures, EitherOfTwoLiveSecrets) {
  const std::string other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  for (const auto& v : vectors()) {
    EXPECT_EQ(verify(v.kind, {other, v.secret}, request(v.body, v.headers, v.now)), SignatureCheck::kValid) << v.kind;
    EXPECT_EQ(verify(v.kind, {other}, request(v.body, v.headers, v.now)), SignatureCheck::kForged) << v.kind;
    EXPECT_EQ(verify(v.kind, {}, request(v.body, v.headers, v.now)), SignatureCheck::kForged) << v.kind;
    EXPECT_EQ(verify(v.kind, {""}, request(v.body, v.headers, v.now)), SignatureCheck::kForged) << v.kind;
  }
}

TEST(Signatures, AnotherBodyIsForged) {
  for (auto v : vectors()) {
    if (std::string_view(v.kind) == "google") continue;  // its key says nothing about the body
    v.body.insert(v.body.size() - 1, " ");
    EXPECT_EQ(verify(v.kind, {v.secret}, request(v.body, v.headers, v.now)), SignatureCheck::kForged) << v.kind;
  }
}

TEST(Signatures, TruncatedOrAbsentIsRefused) {
  for (auto v : vectors()) {
    EXPECT_EQ(verify(v.kind, {v.secret}, request(std::string_view(v.kind) == "google" ? "{}" : v.body, {}, v.now)),
              SignatureCheck::kMissing)
        << v.kind;
    for (auto& [name, value] : v.headers) {
      if (name.find("signature") != name.npos) value.pop_back();
    }
    if (v.headers.empty()) continue;
    EXPECT_NE(verify(v.kind, {v.secret}, request(v.body, v.headers, v.now)), SignatureCheck::kValid) << v.kind;
  }
}

TEST(Signatures, OldTimesAreStale) {
  for (const auto& v : vectors()) {
    const bool timed = std::string_view("webflow hubspot webhook tiktok").find(v.kind) != std::string_view::npos;
    for (auto apart : {-301, 301}) {
      EXPECT_EQ(verify(v.kind, {v.secret}, request(v.body, v.headers, v.now + apart + (apart > 0 ? 1 : -13))),
                timed ? SignatureCheck::kStale : SignatureCheck::kValid)
          << v.kind;
    }
  }
}

// zalo's vectors are the shared ones.
TEST(Signatures, EachKindThatSignsHasAVector) {
  for (const auto& kind : kSourceKinds) {
    const auto own = vectors();
    const bool tried = std::ranges::any_of(own, [&](const Vector& vector) { return vector.kind == kind.name; });
    EXPECT_EQ(tried || kind.name == "zalo", kind.verifier != nullptr) << kind.name;
  }
}

// Kind and headers of one shared vector; the kind is empty for those that are no request.
Vector shared(Json vector) {
  const auto provider = text_at(vector, "/provider");
  const auto timestamp = text_at(vector, "/timestamp");
  Vector v{"", text_at(vector, "/secret"), text_at(vector, "/body"), {}};
  for (const char* kind :
       {"meta", "typeform", "tally", "webflow", "hubspot", "linkedin", "tiktok", "zalo", "webhook"}) {
    if (provider.starts_with(kind) && provider != "linkedin_challenge") v.kind = kind;
  }
  if (provider == "standard_webhooks") v.kind = "webhook";
  auto name = text_at(vector, "/header");
  for (auto& c : name) c = static_cast<char>(std::tolower(c));
  v.headers[name] = text_at(vector, "/value");
  v.headers["webhook-id"] = text_at(vector, "/id");
  for (const char* header :
       {"x-webflow-timestamp", "x-hubspot-request-timestamp", "x-zevent-timestamp", "webhook-timestamp"})
    v.headers[header] = timestamp;
  if (timestamp.size() == 10) v.now = std::stoll(timestamp);
  return v;
}

TEST(Signatures, SharedVectors) {
  const auto text = read_bytes(std::string(PAYLOADS) + "signature-vectors.json");
  if (text.empty()) GTEST_SKIP() << "no shared payloads beside the source tree";
  std::vector<Vector> all;
  auto root = parse_json(text);
  ASSERT_TRUE(root.ok());
  for (auto vector : items_at(*root, "/vectors")) {
    if (text_at(vector, "/provider") == "linkedin_challenge") {
      EXPECT_EQ(linkedin_challenge_response(text_at(vector, "/secret"), text_at(vector, "/challengeCode")),
                text_at(vector, "/challengeResponse"));
    }
    all.push_back(shared(vector));
  }
  int checked = 0;
  for (const auto& v : all) {
    if (*v.kind == '\0') continue;
    ++checked;
    EXPECT_EQ(verify(v.kind, {v.secret}, request(v.body, v.headers, v.now)), SignatureCheck::kValid)
        << v.kind << " " << v.body;
  }
  EXPECT_EQ(checked, 13);
}

}  // namespace
}  // namespace leakproof::ingest
