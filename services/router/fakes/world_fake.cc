// Tested by: services/router/audit/audit_verify_test.cc
#include "router/fakes/world_fake.h"

#include "router/audit/audit_verify.h"

namespace leakproof::router {

std::optional<std::string> audit_difference(const std::vector<std::string>& records) {
  AuditVerifier verifier;
  for (const auto& record : records) {
    if (auto difference = verifier.add(record)) return difference;
  }
  return std::nullopt;
}

}  // namespace leakproof::router
