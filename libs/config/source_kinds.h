// The kinds of sources that a workspace may name, with what its configuration must give for each. The schema's enum
// names the same kinds in the same order (a test), and so does the table of ingest, which adds the decoder, the
// verifier and the answers (a static_assert in ingest/sources/source_kinds.h). Plain constants.
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace leakproof::config {

// What the configuration of a source must give so that its sender can be told from others.
enum class Proof {
  kSecret,     // the sender signs: `secret` names the file of the key
  kPathToken,  // the sender cannot sign: `path_token` ends the address
  kNothing,    // nothing: the API has the workspace's token, and a form of a web page is open to anyone
};

struct SourceKind {
  std::string_view name;
  Proof proof = Proof::kNothing;
  bool is_fetched = false;            // leads are fetched from Meta's Graph: the source needs the block `meta`
  std::string_view secret_from = {};  // for people: where the platform gives the secret; empty: ours to make
};

inline constexpr std::array kSourceKinds = {
    SourceKind{"meta", Proof::kSecret, true, "Meta: developers.facebook.com, the app, App settings, Basic, App secret"},
    SourceKind{"google", Proof::kSecret},
    SourceKind{"typeform", Proof::kSecret},
    SourceKind{"webhook", Proof::kSecret},
    SourceKind{"form"},
    SourceKind{"json"},
    SourceKind{"csv"},
    SourceKind{"tiktok", Proof::kSecret, false, "TikTok: business-api.tiktok.com, My Apps, the app, Secret"},
    SourceKind{"tally", Proof::kSecret},
    SourceKind{"webflow", Proof::kSecret, false,
               "Webflow shows it when the webhook is made; of an app it is the client secret"},
    SourceKind{"zalo", Proof::kSecret, false,
               "Zalo: developers.zalo.me, the app, Official Account, Webhook, OA Secret Key"},
    SourceKind{"linkedin", Proof::kSecret, false,
               "LinkedIn: developer.linkedin.com, the app, Auth, Primary Client Secret"},
    SourceKind{"ladipage", Proof::kPathToken},
    SourceKind{"elementor", Proof::kPathToken},
    SourceKind{"hubspot", Proof::kSecret, false, "HubSpot: the developer account, the app, Auth, Client secret"},
};

// Null for a kind that does not exist.
constexpr const SourceKind* find_source_kind(std::string_view name) {
  const auto found = std::ranges::find(kSourceKinds, name, &SourceKind::name);
  return found == kSourceKinds.end() ? nullptr : &*found;
}

}  // namespace leakproof::config
