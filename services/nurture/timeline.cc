#include "nurture/timeline.h"

#include "base/big_endian.h"
#include "stream/state_key.h"
#include "wire/canonical_bytes.h"

namespace leakproof {

void derive_timeline(const journal::v1::Effect& effect, stream::Offset at, std::vector<stream::Change>& out) {
  std::uint64_t index = 0;
  for (auto& event : effect.events()) {
    ++index;
    if (event.lead_id().empty()) continue;
    std::string key = stream::state_key(event.workspace_id(), "timeline", {event.lead_id()});
    append_big_endian(key, static_cast<std::uint64_t>(at.value()));
    append_big_endian(key, index);
    out.push_back({std::move(key), wire::canonical_bytes(event)});
  }
}

}  // namespace leakproof
