// Tested by: services/api/routing_service_test.cc
#include "router/queries.h"

#include "base/parse_number.h"
#include "router/audit/audit_keys.h"
#include "router/state/keys.h"
#include "stream/zone_walk.h"

namespace leakproof::router {
namespace {

constexpr const char* kStage = "router";

template <class Message>
Result<std::optional<Message>> read(stream::StateReader& states, const std::string& workspace, const std::string& key) {
  return stream::read_state<Message>(states, kStage, workspace, key);
}

}  // namespace

Result<std::optional<state::v1::RoutedLead>> Queries::lead(const std::string& workspace,
                                                           const std::string& lead_id) const {
  return read<state::v1::RoutedLead>(states_, workspace, keys::lead(workspace, lead_id));
}

Result<std::optional<state::v1::RouterCounts>> Queries::counts(const std::string& workspace) const {
  return read<state::v1::RouterCounts>(states_, workspace, keys::counts(workspace));
}

Result<std::optional<state::v1::ReleaseState>> Queries::release(const std::string& workspace) const {
  return read<state::v1::ReleaseState>(states_, workspace, keys::release(workspace));
}

Result<std::optional<state::v1::ZoneDataState>> Queries::zone_data(const std::string& workspace) const {
  return read<state::v1::ZoneDataState>(states_, workspace, stream::zone_data_key(workspace));
}

Result<std::optional<state::v1::SweepState>> Queries::sweep(const std::string& workspace,
                                                            const std::string& kind) const {
  return read<state::v1::SweepState>(states_, workspace, keys::sweep_state(workspace, kind));
}

Result<std::optional<std::string>> Queries::record(const std::string& workspace, const std::string& decision_id) const {
  LEAKPROOF_ASSIGN(digits, states_.get(kStage, workspace, keys::decision(workspace, decision_id)));
  if (!digits) return std::optional<std::string>();
  return states_.get(kStage, workspace, keys::audit(workspace, parse_number<std::int64_t>(*digits).value_or(0)));
}

Result<std::int64_t> Queries::audit_length(const std::string& workspace) const {
  LEAKPROOF_ASSIGN(chain, read<state::v1::Chain>(states_, workspace, keys::chain(workspace)));
  return chain ? chain->seq() : 0;
}

Result<std::vector<std::pair<std::string, std::string>>> Queries::audits_from(const std::string& workspace,
                                                                              std::int64_t first, int limit) const {
  return states_.scan(kStage, workspace, keys::audits(workspace), keys::audit(workspace, first - 1), limit);
}

stream::StateList Queries::audits(const std::string& workspace) { return {kStage, keys::audits(workspace)}; }

stream::StateList Queries::decisions_of(const std::string& workspace, const std::string& lead_id) {
  return {kStage, keys::decisions_of(workspace, lead_id)};
}

stream::StateList Queries::held(const std::string& workspace) { return {kStage, keys::waiting_in(workspace)}; }

stream::StateList Queries::swept(const std::string& workspace, std::string_view kind) {
  return {kStage, keys::sweep_of(workspace, kind)};
}

std::int64_t Queries::number_of(std::string_view key, const stream::StateList& list) {
  key.remove_prefix(list.prefix.size());
  key.remove_suffix(1);
  return parse_number<std::int64_t>(key).value_or(0);
}

std::string Queries::lead_of(std::string_view key) { return keys::last_part(key); }

}  // namespace leakproof::router
