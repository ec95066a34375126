#include "nurture/timeline.h"

#include "base/big_endian.h"
#include "stream/state_key.h"
#include "wire/canonical_bytes.h"

namespace leakproof::nurture {

stream::StateList timeline_of(const std::string& workspace, const std::string& lead_id) {
  return {"nurture", stream::state_key(workspace, "timeline", {lead_id})};
}

void derive_timeline(const journal::v1::Effect& effect, stream::Offset at, std::vector<stream::Change>& out) {
  std::uint64_t index = 0;
  for (auto& event : effect.events()) {
    ++index;
    if (event.lead_id().empty()) continue;
    std::string key = timeline_of(event.workspace_id(), event.lead_id()).prefix;
    append_big_endian(key, static_cast<std::uint64_t>(at.value()));
    append_big_endian(key, index);
    out.push_back({std::move(key), wire::canonical_bytes(event)});
  }
}

}  // namespace leakproof::nurture
