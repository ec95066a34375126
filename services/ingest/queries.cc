// Tested by: services/api/lead_service_test.cc
#include "ingest/queries.h"

#include "ingest/ids.h"
#include "ingest/keys.h"
#include "ingest/limits.h"

namespace leakproof::ingest {
namespace {

constexpr const char* kStage = "ingest";

template <class Message>
Result<Message> parse(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes))
    return fatal("a stored value of ingest does not parse: was it written by a later version?");
  return message;
}

template <class Message>
Result<std::optional<Message>> read(stream::StateReader& states, const std::string& workspace, const std::string& key) {
  LEAKPROOF_ASSIGN(bytes, states.get(kStage, workspace, key));
  if (!bytes) return std::optional<Message>();
  LEAKPROOF_ASSIGN(message, parse<Message>(*bytes));
  return std::optional(std::move(message));
}

}  // namespace

Result<std::optional<state::v1::IngestLead>> Queries::lead(const std::string& workspace,
                                                           const std::string& lead_id) const {
  return read<state::v1::IngestLead>(states_, workspace, lead_key(workspace, lead_id));
}

Result<std::optional<state::v1::Receipt>> Queries::receipt(const std::string& workspace,
                                                           const std::string& receipt_id) const {
  return read<state::v1::Receipt>(states_, workspace, receipt_key(workspace, receipt_id));
}

Result<std::optional<state::v1::Receipt>> Queries::receipt_of_provider_id(const std::string& workspace,
                                                                          const std::string& source,
                                                                          const std::string& provider_id) const {
  LEAKPROOF_ASSIGN(known, states_.get(kStage, workspace, provider_key(workspace, source, provider_id)));
  return receipt(workspace, known ? *known : receipt_id(workspace, source, provider_id));
}

Result<std::optional<std::string>> Queries::lead_id_of_phone(const std::string& workspace,
                                                             const std::string& e164) const {
  return states_.get(kStage, workspace, phone_key(workspace, e164));
}

Result<std::optional<std::string>> Queries::lead_id_of_email(const std::string& workspace,
                                                             const std::string& address) const {
  return states_.get(kStage, workspace, email_key(workspace, address));
}

Result<std::optional<state::v1::ConfigVersion>> Queries::config(const std::string& workspace,
                                                                std::int64_t version) const {
  return read<state::v1::ConfigVersion>(states_, workspace, config_version_key(workspace, version));
}

Result<std::optional<state::v1::ConfigVersion>> Queries::config_in_force(const std::string& workspace) const {
  return read<state::v1::ConfigVersion>(states_, workspace, config_key(workspace));
}

Result<std::vector<state::v1::Ledger>> Queries::ledgers(const std::string& workspace) const {
  std::vector<state::v1::Ledger> ledgers;
  std::string after;
  while (true) {
    LEAKPROOF_ASSIGN(batch, states_.scan(kStage, workspace, ledger_prefix(workspace), after, kScanBatch));
    for (const auto& [key, bytes] : batch) {
      LEAKPROOF_ASSIGN(ledger, parse<state::v1::Ledger>(bytes));
      ledgers.push_back(std::move(ledger));
    }
    if (batch.size() < static_cast<std::size_t>(kScanBatch)) return ledgers;
    after = batch.back().first;
  }
}

Result<std::optional<state::v1::Envelope>> Queries::envelope(const std::string& workspace,
                                                             const std::string& receipt_id) const {
  return read<state::v1::Envelope>(states_, workspace, envelope_key(workspace, receipt_id));
}

StateList Queries::quarantined(const std::string& workspace) { return {kStage, quarantine_prefix(workspace)}; }

}  // namespace leakproof::ingest
