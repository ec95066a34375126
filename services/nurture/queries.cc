// Tested by: services/nurture/nurture_processor_test.cc
#include "nurture/queries.h"

#include "nurture/domain/recipient.h"
#include "nurture/keys.h"
#include "stream/zone_walk.h"

namespace leakproof::nurture {
namespace {

template <class Message>
Result<std::optional<Message>> read(stream::StateReader& states, const std::string& workspace, const std::string& key) {
  return stream::read_state<Message>(states, "nurture", workspace, key);
}

// Takes the last part of a key off it.
std::string last_part(std::string_view& key) {
  key.remove_suffix(1);
  const auto at = key.rfind('\0') + 1;
  std::string part(key.substr(at));
  key = key.substr(0, at);
  return part;
}

}  // namespace

std::vector<std::string> silent_reasons() {
  std::vector<std::string> reasons;
  for (const auto& row : kNoSends) {
    if (concerns_channel(row.value)) reasons.emplace_back(row.name);
  }
  return reasons;
}

Result<std::map<std::string, std::int64_t>> Queries::silent_counts(const std::string& workspace) const {
  LEAKPROOF_ASSIGN(stored, read<state::v1::SilentCounts>(states_, workspace, silent_counts_key(workspace)));
  std::map<std::string, std::int64_t> counts;
  for (const auto& reason : silent_reasons()) counts[reason] = 0;
  if (stored) {
    for (const auto& [reason, leads] : stored->leads()) counts[reason] = leads;
  }
  return counts;
}

stream::StateList Queries::silent(const std::string& workspace, const std::string& reason) {
  return {"nurture", reason.empty() ? silent_in(workspace) : silent_for(workspace, reason)};
}

Queries::Place Queries::place_of(std::string_view key) {
  Place place;
  place.lead_id = last_part(key);
  last_part(key);  // since when
  place.reason = last_part(key);
  return place;
}

Result<std::optional<state::v1::ZoneDataState>> Queries::zone_data(const std::string& workspace) const {
  return read<state::v1::ZoneDataState>(states_, workspace, stream::zone_data_key(workspace));
}

Result<std::optional<state::v1::Enrolment>> Queries::enrolment(const std::string& workspace,
                                                               const std::string& lead_id) const {
  return read<state::v1::Enrolment>(states_, workspace, enrolment_key(workspace, lead_id));
}

}  // namespace leakproof::nurture
