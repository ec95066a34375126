// What the author of a form knows of an answer and its text alone does not say. Pure; any thread.
#pragma once
#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/mapping.h"
#include "ingest/domain/text.h"

namespace leakproof::ingest {

// Whether the field that people leave empty holds something, as is_trapped() says; a box that scripts send as false
// because nobody ticked it holds nothing.
bool is_caught(const DecodedLead& lead, const SourceRules& rules, const Text& text);

// The answers to a question whose attribute is a list, where they came as one text of a line each. Elsewhere lines are
// white space.
DecodedLead with_lines_apart(const DecodedLead& lead, const SourceRules& rules, const Text& text);

}  // namespace leakproof::ingest
