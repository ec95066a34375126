// Tested by: services/ingest/ingest_processor_test.cc
#include "ingest/ids.h"

#include "crypto/digest.h"

namespace leakproof::ingest {

std::string receipt_id(std::string_view workspace, std::string_view source, std::string_view provider_id) {
  std::string text(workspace);
  text.append(1, '\0').append(source).append(1, '\0').append(provider_id);
  return "rc_" + crypto::hex(crypto::sha256(text)).substr(0, 24);
}

std::string lead_id(std::string_view first_receipt_id) {
  return "ld_" + crypto::hex(crypto::sha256(first_receipt_id)).substr(0, 20);
}

}  // namespace leakproof::ingest
