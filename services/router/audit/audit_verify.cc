#include "router/audit/audit_verify.h"

#include <google/protobuf/util/message_differencer.h>

#include "crypto/digest.h"
#include "router/audit/audit_chain.h"
#include "router/audit/decision_codec.h"

namespace leakproof::router {
namespace {

std::string first_difference(const lead::v1::Decision& stored, const lead::v1::Decision& again) {
  std::string report;
  google::protobuf::util::MessageDifferencer differ;
  differ.ReportDifferencesToString(&report);
  if (differ.Compare(stored, again)) return "the same values in other bytes";
  return report.substr(0, report.find('\n'));
}

}  // namespace

Redecided redecide(const lead::v1::Decision& decision, const ActiveConfig& active) {
  const LeadRecord record(active.routing, decision.lead(), decision.score());
  RoutingInput input = decode_input(decision);
  input.record = &record.record();
  RoutingDecision decided = decide(active.routing, input, [&](const Pool& pool) {
    PoolSnapshot seen = decode_pool_seen(decision);
    seen.members.resize(pool.members.size());  // a record that leaves members out differs in its candidates
    return seen;
  });
  Stamp stamp = decode_stamp(decision);
  stamp.config_version = active.version;
  stamp.config_hash = active.hash;
  auto again = encode(stamp, input, decided, decision.lead(), decision.score());
  return {std::move(decided), std::move(again)};
}

std::optional<std::string> AuditVerifier::add(std::string_view bytes) {
  lead::v1::AuditRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return "record " + std::to_string(seq_ + 1) + " is not an AuditRecord";
  if (auto difference = check_link(record, bytes)) return difference;
  std::optional<std::string> difference = "it holds neither a decision nor a configuration";
  if (record.has_config()) difference = check_config(record.config());
  if (record.has_decision()) difference = check_decision(record, bytes);
  if (difference) return "record " + std::to_string(record.chain_seq()) + ": " + *difference;
  return std::nullopt;
}

std::optional<std::string> AuditVerifier::check_link(const lead::v1::AuditRecord& record, std::string_view bytes) {
  const std::string expected = std::to_string(seq_ + 1);
  if (record.chain_seq() != seq_ + 1)
    return "record " + expected + " is missing: " + std::to_string(record.chain_seq()) + " stands in its place";
  if (seq_ == 0) workspace_ = record.workspace_id();
  if (record.workspace_id() != workspace_)
    return "record " + expected + " is of workspace " + record.workspace_id() + ", the chain is of " + workspace_;
  if (record.previous_hash() != (seq_ == 0 ? std::string(32, '\0') : hash_)) {
    return "record " + expected + " does not follow from the one before: one of them was changed after the fact";
  }
  ++seq_;
  hash_ = std::string(crypto::bytes_of(crypto::sha256(bytes)));
  return std::nullopt;
}

std::optional<std::string> AuditVerifier::check_config(const lead::v1::ConfigInForce& config) {
  if (std::string(crypto::bytes_of(crypto::sha256(config.workspace()))) != config.hash())
    return "the configuration is not the one of its hash";
  auto active = activate(config.version(), config.workspace(), config.hash());
  if (!active) return "the configuration does not compile: " + active.error().message();
  active_ = *std::move(active);
  return std::nullopt;
}

std::optional<std::string> AuditVerifier::check_decision(const lead::v1::AuditRecord& record, std::string_view bytes) {
  const auto& decision = record.decision();
  if (!active_) return "decision " + decision.decision_id() + " stands before any configuration";
  if (decision.decision_id() != decision_id(workspace_, record.chain_seq()))
    return "decision " + decision.decision_id() + " has another's id";
  if (auto difference = check_lead(decision)) return difference;
  ++decisions_;
  const Redecided redecided = redecide(decision, *active_);
  lead::v1::AuditRecord again = record;
  *again.mutable_decision() = redecided.decision;
  if (canonical_bytes(again) != bytes) {
    return "decision " + decision.decision_id() +
           " comes out differently when made again: " + first_difference(decision, redecided.decision);
  }
  return check_pool(decision, redecided.decided);
}

std::optional<std::string> AuditVerifier::check_lead(const lead::v1::Decision& decision) {
  Last& last = of_lead_[decision.lead_id()];
  if (decision.predecessor_id() != last.decision_id)
    return "decision " + decision.decision_id() + " does not name the lead's decision before it";
  if (decode_input(decision).ownership_token != last.token) {
    return "decision " + decision.decision_id() + " does not count the ownership token on from " +
           std::to_string(last.token);
  }
  last = {decision.decision_id(), decision.ownership_token()};
  return std::nullopt;
}

std::optional<std::string> AuditVerifier::check_pool(const lead::v1::Decision& decision, const RoutingDecision& again) {
  if (!decision.has_pool()) return std::nullopt;
  Fairness& pool = of_pool_[decision.pool().pool_id()];
  auto& credits = pool.credits[again.credits];
  bool goes_on = decision.pool().picks() == pool.picks;
  const Pool* seen = active_->routing.pool(PoolId(decision.pool().pool_id()));
  const bool owes = seen != nullptr && seen->leave_credit.earns;
  for (const auto& candidate : decision.candidates()) {
    goes_on = goes_on && candidate.credit() == credits[candidate.member_id()];
    goes_on = goes_on && (!owes || candidate.leave_credit() == pool.leave_credit[candidate.member_id()]);
  }
  if (!goes_on)
    return "decision " + decision.decision_id() + " does not take the pool's credits on from its last decision";
  for (std::size_t i = 0; again.turn.fair && i < again.candidates.size(); ++i) {
    const std::string& member = again.candidates[i].member.value();
    credits[member] = again.turn.credits_after[i];
    pool.leave_credit[member] = again.turn.leave_credit_after[i];
  }
  pool.picks += again.outcome == Outcome::kAssigned ? 1 : 0;
  return std::nullopt;
}

}  // namespace leakproof::router
