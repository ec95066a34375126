// The body of our own JSON API. Only a broken frame is refused: a member that it does not have, something else than an
// object of fields, sizes, a NUL. See lead_notes.h about what is kept as text.
//   {"source": "site", "fields": {"full_name": "…", "phone": "…"}, "attribution": {"utm_source": "…"},
//    "marketing_consent": true, "submitted_at": "2026-01-05T03:10:22Z"}
// Only `fields` is required; a value is a text, a number, a truth value or a list of those. null is no value. A consent
// in words and a time without an offset, or in seconds since 1970, are read.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/domain/decoded_lead.h"

namespace leakproof::ingest {

struct Fault {
  std::string pointer;  // JSON pointer of the member
  std::string detail;   // what would be right; never quotes the value
};

struct JsonLead {
  std::string source;
  DecodedLead decoded;
  std::vector<Fault> faults;  // well formed but not valid
  std::vector<Fault> notes;   // of fields that are objects: their members are kept as texts
};

// "/fields", "a/b" → "/fields/a~1b".
std::string json_pointer(std::string_view parent, std::string_view name);

// Refused: not JSON, a key twice, an integer beyond 64 bits or a number that is none.
Result<JsonLead> read_json_lead(std::string_view body);

}  // namespace leakproof::ingest
