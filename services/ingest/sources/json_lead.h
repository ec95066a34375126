// The body of our own JSON API, read strictly: a first-party endpoint tells its caller exactly what is wrong.
//   {"source": "site", "fields": {"full_name": "…", "phone": "…"}, "attribution": {"utm_source": "…"},
//    "marketing_consent": true, "submitted_at": "2026-01-05T03:10:22Z"}
// Only `fields` is required; a value is a text, a number, a truth value or a list of those.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/mapping.h"
#include "ingest/domain/text.h"

namespace leakproof::ingest {

struct Fault {
  std::string pointer;  // JSON pointer of the member
  std::string detail;   // what would be right; never quotes the value
};

struct JsonLead {
  std::string source;
  DecodedLead decoded;
  std::vector<Fault> faults;  // well formed but not valid
};

// Refused: not JSON, a key twice, an integer beyond 64 bits or a number that is none.
Result<JsonLead> read_json_lead(std::string_view body);

// A phone or an e-mail that is no such thing is the caller's mistake, even beside a good one.
std::vector<Fault> contact_faults(const DecodedLead& lead, const SourceRules& rules, const Text& text);

}  // namespace leakproof::ingest
