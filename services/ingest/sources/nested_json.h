// The fields of a JSON body whose shape nobody described: flat members, {name, value} lists, objects in objects. What
// stands in an object that is about somebody or something else (the owner, the course) keeps its path, "owner/email",
// so that it is not taken for what the person said of themselves. Pure; any thread.
#pragma once
#include "ingest/domain/decoded_lead.h"
#include "ingest/sources/json.h"

namespace leakproof::ingest {

void add_nested_fields(Json object, DecodedLead& lead);

// Whether it is one answer of a list of them: {"name": …, "value": …}.
bool is_named_value(Json element);

}  // namespace leakproof::ingest
