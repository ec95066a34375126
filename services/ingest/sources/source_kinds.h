// Every kind of source there is: what reads its bodies, what proves its sender, how its platform behaves and what it is
// answered. Endpoints, the processor and docs/formats/source-kinds.md read this table and no other; the facts that
// configuration needs stand in config/source_kinds.h, which names the same kinds in the same order. Constants.
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

#include "config/source_kinds.h"
#include "ingest/sources/decode.h"
#include "ingest/sources/signatures.h"

namespace leakproof::ingest {

Decoded decode_meta(const RawBody& raw);       // leadgen webhook: ids to fetch
Decoded decode_meta_lead(const RawBody& raw);  // the Graph's answer
Decoded decode_google(const RawBody& raw);
Decoded decode_tiktok(const RawBody& raw);
Decoded decode_zalo(const RawBody& raw);
Decoded decode_linkedin(const RawBody& raw);
Decoded decode_typeform(const RawBody& raw);
Decoded decode_tally(const RawBody& raw);
Decoded decode_webflow(const RawBody& raw);
Decoded decode_any_json(const RawBody& raw);   // Standard Webhooks, CloudEvents, HubSpot-style fields[], LadiPage: flat
                                               // or {name, value} lists
Decoded decode_form(const RawBody& raw);       // urlencoded, multipart, Elementor nested and flat; JSON from fetch()
Decoded decode_json_lead(const RawBody& raw);  // our own JSON API, see json_lead.h
Decoded decode_csv_row(const RawBody& raw);    // a header line and one row, RFC 4180

SignatureCheck verify_meta(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_google(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_typeform(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_standard_webhook(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_tiktok(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_tally(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_webflow(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_zalo(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_linkedin(const Secrets& secrets, const SignedRequest& request);
SignatureCheck verify_hubspot(const Secrets& secrets, const SignedRequest& request);

enum class Endpoint {
  kWebhook,  // POST /hooks/{kind}/{workspace}/{source}[/{path_token}]
  kForm,     // POST /f/{workspace}/{source}[/{path_token}]
  kJson,     // POST /v1/workspaces/{workspace}/leads, and gRPC
  kImport,   // gRPC only
};

// How a platform asks, before it sends anything, whether the address is ours.
enum class Probe {
  kNone,
  kVerifyToken,    // GET with hub.mode, hub.verify_token and hub.challenge, which is the answer
  kChallengeCode,  // GET with challengeCode, which is answered with its signature
  kEmptyObject,    // POST of an unsigned {}, which is answered 200 and not stored
};

// What the platform is answered where it wants other words than ours: RFC 9457 for a refusal, and the receipt. An empty
// text is ours.
struct PlatformAnswers {
  int not_authentic = 401;
  std::string_view not_authentic_body = {};
  std::string_view stored_body = {};
  std::string_view cannot_store_body = {};
};

struct SourceKind {
  std::string_view name;
  std::string_view sender;  // for people
  Decoder decoder;
  Verifier verifier = nullptr;  // null: requests are not signed
  std::string_view proof = {};  // for people: what proves the sender, and where it stands
  Endpoint endpoint = Endpoint::kWebhook;
  bool sends_forms = false;                // urlencoded and multipart bodies besides JSON
  bool resends = true;                     // sends again after an error; a kind that does not is kept in the spool
  std::string_view id_header = {};         // carries the sender's id of the submission; empty: the id is in the body
  std::string_view id_header_before = {};  // the older name of that header
  Probe probe = Probe::kNone;
  PlatformAnswers answers = {};
};

inline constexpr std::array kSourceKinds = {
    SourceKind{.name = "meta",
               .sender = "Meta Lead Ads; sends ids, each lead is fetched from the Graph",
               .decoder = decode_meta,
               .verifier = verify_meta,
               .proof = "`X-Hub-Signature-256`: `sha256=` and HMAC-SHA-256 of the body, hex",
               .probe = Probe::kVerifyToken,
               .answers = {.not_authentic = 403}},
    SourceKind{.name = "google",
               .sender = "Google Ads lead forms",
               .decoder = decode_google,
               .verifier = verify_google,
               .proof = "`google_key` in the body is the secret",
               .answers = {.not_authentic = 400,
                           .not_authentic_body = R"({"message":"the key is not valid"})",
                           .stored_body = "{}",
                           .cannot_store_body = R"({"message":"cannot store now, send it again"})"}},
    SourceKind{.name = "typeform",
               .sender = "Typeform",
               .decoder = decode_typeform,
               .verifier = verify_typeform,
               .proof = "`Typeform-Signature`: `sha256=` and HMAC-SHA-256 of the body, base64"},
    SourceKind{.name = "webhook",
               .sender = "anybody who sends Standard Webhooks 1.0",
               .decoder = decode_any_json,
               .verifier = verify_standard_webhook,
               .proof = "`webhook-signature`: HMAC-SHA-256 of `webhook-id`, `webhook-timestamp` and the body, base64; "
                        "or the same as `svix-…`",
               .id_header = "webhook-id",
               .id_header_before = "svix-id"},
    SourceKind{.name = "form",
               .sender = "an HTML form, or a script of its page",
               .decoder = decode_form,
               .proof = "the path token, where the source has one",
               .endpoint = Endpoint::kForm,
               .sends_forms = true,
               .resends = false},
    SourceKind{.name = "json",
               .sender = "a backend of the workspace",
               .decoder = decode_json_lead,
               .proof = "`Authorization: Bearer` and the workspace's `api_token`",
               .endpoint = Endpoint::kJson},
    SourceKind{.name = "csv",
               .sender = "rows of a file, by `leadctl`",
               .decoder = decode_csv_row,
               .proof = "that of the API",
               .endpoint = Endpoint::kImport},
    SourceKind{.name = "tiktok",
               .sender = "TikTok lead generation",
               .decoder = decode_tiktok,
               .verifier = verify_tiktok,
               .proof = "`X-Open-Signature`: HMAC-SHA-256 of the body, hex; `TikTok-Signature`: of `t` and the body"},
    SourceKind{.name = "tally",
               .sender = "Tally",
               .decoder = decode_tally,
               .verifier = verify_tally,
               .proof = "`Tally-Signature`: HMAC-SHA-256 of the body, base64"},
    SourceKind{.name = "webflow",
               .sender = "Webflow",
               .decoder = decode_webflow,
               .verifier = verify_webflow,
               .proof = "`X-Webflow-Signature`: HMAC-SHA-256 of `X-Webflow-Timestamp`, `:` and the body, hex"},
    SourceKind{.name = "zalo",
               .sender = "Zalo Official Account",
               .decoder = decode_zalo,
               .verifier = verify_zalo,
               .proof = "`X-ZEvent-Signature`: `mac=` and SHA-256 of app id, body, timestamp and secret, hex",
               .probe = Probe::kEmptyObject},
    SourceKind{.name = "linkedin",
               .sender = "LinkedIn lead sync; sends ids, which are quarantined",
               .decoder = decode_linkedin,
               .verifier = verify_linkedin,
               .proof = "`X-LI-Signature`: HMAC-SHA-256 of `hmacsha256=` and the body, hex",
               .probe = Probe::kChallengeCode},
    SourceKind{.name = "ladipage",
               .sender = "LadiPage",
               .decoder = decode_form,
               .proof = "the path token",
               .sends_forms = true,
               .resends = false},
    SourceKind{.name = "elementor",
               .sender = "Elementor",
               .decoder = decode_form,
               .proof = "the path token",
               .sends_forms = true,
               .resends = false},
    SourceKind{.name = "hubspot",
               .sender = "HubSpot, and whatever sends its `fields`",
               .decoder = decode_any_json,
               .verifier = verify_hubspot,
               .proof = "`X-HubSpot-Signature-v3`: HMAC-SHA-256 of method, address, body and timestamp, base64"},
};

// The kind of the submission that holds what the Graph answered about a lead of `meta`. No source is of this kind.
inline constexpr SourceKind kFetchedLead{.name = "meta_lead", .sender = "Meta's Graph", .decoder = decode_meta_lead};

// The kind of a source or of a submission; null when there is none of this name.
constexpr const SourceKind* find_source_kind(std::string_view name) {
  const auto found = std::ranges::find(kSourceKinds, name, &SourceKind::name);
  if (found != kSourceKinds.end()) return &*found;
  return name == kFetchedLead.name ? &kFetchedLead : nullptr;
}

// A kind that signs is one whose configuration needs the secret.
static_assert(std::ranges::equal(kSourceKinds, config::kSourceKinds,
                                 [](const SourceKind& ours, const auto& configured) {
                                   return ours.name == configured.name &&
                                          (ours.verifier != nullptr) == (configured.proof == config::Proof::kSecret);
                                 }),
              "config/source_kinds.h has other kinds or another order: each kind is a row here and one there");

}  // namespace leakproof::ingest
