// Appends to the hash chain of a workspace's audit records, in the effect of the input that led to the decision. One
// input's lifetime.
#pragma once
#include <string>

#include "leakproof/lead/v1/decision.pb.h"
#include "stream/processor.h"

namespace leakproof::router {

class AuditChain {
 public:
  AuditChain(stream::Draft& draft, std::string workspace) : draft_(draft), workspace_(std::move(workspace)) {}
  // The id that the record appended next has, when it is a decision.
  std::string next_decision_id() const;
  // Fills in the workspace, the place in the chain and the hash of the record before; stores it for queries.
  lead::v1::AuditRecord append(lead::v1::AuditRecord record);

 private:
  stream::Draft& draft_;
  std::string workspace_;
};

// "dc_" and 20 hex digits of SHA-256(workspace, NUL, place in the chain).
std::string decision_id(const std::string& workspace, std::int64_t chain_seq);

}  // namespace leakproof::router
