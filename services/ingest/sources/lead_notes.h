// What a sender is told of a lead that is taken in: which of its values are kept as text only, or why all of it waits
// in quarantine. One policy at every door: the good part makes the lead. Pure; any thread.
#pragma once
#include <vector>

#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/mapping.h"
#include "ingest/domain/text.h"
#include "ingest/sources/json_lead.h"

namespace leakproof::ingest {

struct LeadNotes {
  std::vector<Fault> kept_as_text;  // a value each, by its JSON pointer below /fields
  std::string quarantined;          // the reason's code and what it names; empty: it becomes a lead
};

LeadNotes notes_on(const DecodedLead& lead, const SourceRules& rules, const Text& text, Instant received);

// Both as one list: the quarantine as a fault of /fields.
std::vector<Fault> listed(const LeadNotes& notes);

}  // namespace leakproof::ingest
