// The timeline of a lead: every fact that reached the end of the pipeline, in order, kept beside the last stage's
// state. Key: state_key(workspace, "timeline", {lead}) + journal offset + index, big-endian. Value: lead.v1.Event.
#pragma once
#include <string>
#include <vector>

#include "stream/state_reader.h"
#include "stream/store_layout.h"

namespace leakproof::nurture {

// The list of a lead's facts.
stream::StateList timeline_of(const std::string& workspace, const std::string& lead_id);
void derive_timeline(const journal::v1::Effect& effect, stream::Offset at, std::vector<stream::Change>& out);

}  // namespace leakproof::nurture
