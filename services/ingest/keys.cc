// Tested by: services/ingest/ingest_processor_test.cc
#include "ingest/keys.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"

namespace leakproof::ingest {

std::string config_version_key(std::string_view workspace, std::int64_t version) {
  auto digits = std::to_string(version);
  digits.insert(0, 12 - std::min<std::size_t>(12, digits.size()), '0');
  return stream::state_key(workspace, "config_version", {digits});
}

std::string email_key(std::string_view workspace, std::string_view address) {
  std::string lower(address);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return stream::state_key(workspace, "email", {lower});
}

std::string receipt_id(std::string_view workspace, std::string_view source, std::string_view provider_id) {
  std::string text(workspace);
  text.append(1, '\0').append(source).append(1, '\0').append(provider_id);
  return "rc_" + hex(sha256(text)).substr(0, 24);
}

std::string lead_id(std::string_view first_receipt_id) { return "ld_" + hex(sha256(first_receipt_id)).substr(0, 20); }

}  // namespace leakproof::ingest
