#include "router/audit/audit_chain.h"

#include "base/encoding.h"
#include "crypto/digest.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/audit/audit_keys.h"
#include "router/audit/decision_codec.h"
#include "stream/typed_state.h"

namespace leakproof::router {
namespace {

state::v1::Chain chain_of(stream::Draft& draft, const std::string& workspace) {
  return stream::load<state::v1::Chain>(draft, keys::chain(workspace));
}

}  // namespace

std::string AuditChain::next_decision_id() const {
  return decision_id(workspace_, chain_of(draft_, workspace_).seq() + 1);
}

lead::v1::AuditRecord AuditChain::append(lead::v1::AuditRecord record) {
  auto chain = chain_of(draft_, workspace_);
  record.set_workspace_id(workspace_);
  record.set_chain_seq(chain.seq() + 1);
  record.set_previous_hash(chain.seq() == 0 ? std::string(32, '\0') : chain.hash());
  std::string bytes = canonical_bytes(record);
  chain.set_seq(record.chain_seq());
  chain.set_hash(std::string(crypto::bytes_of(crypto::sha256(bytes))));
  draft_.put(keys::chain(workspace_), chain.SerializeAsString());
  if (record.has_decision()) {
    const auto& decision = record.decision();
    draft_.put(keys::decision(workspace_, decision.decision_id()), stream::sortable(record.chain_seq()));
    draft_.put(keys::decision_of(workspace_, decision.lead_id(), record.chain_seq()), decision.decision_id());
  }
  draft_.put(keys::audit(workspace_, record.chain_seq()), std::move(bytes));
  return record;
}

std::string decision_id(const std::string& workspace, std::int64_t chain_seq) {
  return "dc_" + crypto::hex(crypto::sha256(workspace + '\0' + std::to_string(chain_seq))).substr(0, 20);
}

}  // namespace leakproof::router
