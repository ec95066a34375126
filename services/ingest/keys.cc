// Tested by: services/ingest/ingest_processor_test.cc
#include "ingest/keys.h"

#include <algorithm>

#include "base/ascii.h"

namespace leakproof::ingest {

std::string config_version_key(std::string_view workspace, std::int64_t version) {
  auto digits = std::to_string(version);
  digits.insert(0, 12 - std::min<std::size_t>(12, digits.size()), '0');
  return stream::state_key(workspace, "config_version", {digits});
}

std::string email_key(std::string_view workspace, std::string_view address) {
  return stream::state_key(workspace, "email", {lower_case(address)});
}

std::string doubtful_email_key(std::string_view workspace, std::string_view address) {
  return stream::state_key(workspace, "doubtful_email", {lower_case(address)});
}

}  // namespace leakproof::ingest
