// Tested by: services/nurture/nurture_processor_test.cc
#include "nurture/silence.h"

#include "nurture/keys.h"
#include "stream/typed_state.h"
#include "wire/canonical_bytes.h"

namespace leakproof::nurture {
namespace {

void count(const std::string& workspace, const std::string& reason, int by, stream::Draft& draft) {
  auto counts = stream::load<state::v1::SilentCounts>(draft, silent_counts_key(workspace));
  auto& leads = (*counts.mutable_leads())[reason];
  leads += by;
  LEAKPROOF_CHECK(leads >= 0);
  draft.put(silent_counts_key(workspace), wire::canonical_bytes(counts));
}

std::string place_of(const std::string& workspace, const state::v1::NurtureLead& lead) {
  return silent_key(workspace, lead.silent_reason(), lead.silent_since_micros(), lead.lead().lead_id());
}

}  // namespace

void set_silent(const std::string& workspace, std::string_view reason, state::v1::NurtureLead& lead,
                stream::Draft& draft) {
  if (lead.silent_reason() == reason) return;
  if (!lead.silent_reason().empty()) {
    draft.erase(place_of(workspace, lead));
    count(workspace, lead.silent_reason(), -1, draft);
  }
  lead.set_silent_reason(std::string(reason));
  lead.set_silent_since_micros(reason.empty() ? 0 : to_micros(draft.now()));
  if (reason.empty()) return;
  draft.put(place_of(workspace, lead), std::to_string(lead.silent_since_micros()));
  count(workspace, lead.silent_reason(), 1, draft);
}

}  // namespace leakproof::nurture
