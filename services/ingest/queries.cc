// Tested by: services/api/lead_service_test.cc
#include "ingest/queries.h"

#include "ingest/ids.h"
#include "ingest/keys.h"
#include "ingest/limits.h"

namespace leakproof::ingest {
namespace {

constexpr const char* kStage = "ingest";

template <class Message>
Result<std::optional<Message>> read(stream::StateReader& states, const std::string& workspace, const std::string& key) {
  return stream::read_state<Message>(states, kStage, workspace, key);
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
  LEAKPROOF_ASSIGN(lead, states_.get(kStage, workspace, phone_key(workspace, e164)));
  if (lead) return lead;
  return states_.get(kStage, workspace, doubtful_phone_key(workspace, e164));
}

Result<std::optional<std::string>> Queries::lead_id_of_email(const std::string& workspace,
                                                             const std::string& address) const {
  LEAKPROOF_ASSIGN(lead, states_.get(kStage, workspace, email_key(workspace, address)));
  if (lead) return lead;
  return states_.get(kStage, workspace, doubtful_email_key(workspace, address));
}

Result<std::optional<state::v1::ConfigVersion>> Queries::config(const std::string& workspace,
                                                                std::int64_t version) const {
  return read<state::v1::ConfigVersion>(states_, workspace, config_version_key(workspace, version));
}

Result<std::optional<state::v1::ConfigVersion>> Queries::config_in_force(const std::string& workspace) const {
  return read<state::v1::ConfigVersion>(states_, workspace, config_key(workspace));
}

Result<std::optional<state::v1::ScheduledConfigs>> Queries::scheduled_configs(const std::string& workspace) const {
  return read<state::v1::ScheduledConfigs>(states_, workspace, scheduled_configs_key(workspace));
}

Result<std::optional<lead::v1::ConfigCommand>> Queries::scheduled_text(const std::string& workspace,
                                                                       const std::string& scheduled_id) const {
  return read<lead::v1::ConfigCommand>(states_, workspace, scheduled_text_key(workspace, scheduled_id));
}

Result<std::vector<std::pair<std::string, state::v1::Ledger>>> Queries::ledgers_by_source(
    const std::string& workspace) const {
  std::vector<std::pair<std::string, state::v1::Ledger>> ledgers;
  const auto prefix = ledger_prefix(workspace);
  std::string after;
  while (true) {
    LEAKPROOF_ASSIGN(batch, states_.scan(kStage, workspace, prefix, after, kScanBatch));
    for (const auto& [key, bytes] : batch) {
      LEAKPROOF_ASSIGN(ledger, stream::parse_state<state::v1::Ledger>(kStage, bytes));
      const auto source = key.substr(prefix.size());
      ledgers.emplace_back(source.substr(0, source.find('\0')), std::move(ledger));
    }
    if (batch.size() < static_cast<std::size_t>(kScanBatch)) return ledgers;
    after = batch.back().first;
  }
}

Result<std::optional<state::v1::Envelope>> Queries::envelope(const std::string& workspace,
                                                             const std::string& receipt_id) const {
  return read<state::v1::Envelope>(states_, workspace, envelope_key(workspace, receipt_id));
}

Result<std::vector<state::v1::Ledger>> Queries::ledgers(const std::string& workspace) const {
  LEAKPROOF_ASSIGN(by_source, ledgers_by_source(workspace));
  std::vector<state::v1::Ledger> ledgers;
  for (auto& [source, ledger] : by_source) ledgers.push_back(std::move(ledger));
  return ledgers;
}

Result<std::map<std::string, std::map<std::string, std::int64_t>>> Queries::unread_values(
    const std::string& workspace) const {
  LEAKPROOF_ASSIGN(by_source, ledgers_by_source(workspace));
  std::map<std::string, std::map<std::string, std::int64_t>> all;
  for (const auto& [source, ledger] : by_source) {
    for (const auto& [field, leads] : ledger.unread_values()) all[source][field] = leads;
  }
  return all;
}

stream::StateList Queries::quarantined(const std::string& workspace) { return {kStage, quarantine_prefix(workspace)}; }

}  // namespace leakproof::ingest
