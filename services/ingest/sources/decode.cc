#include "ingest/sources/decode.h"

#include "ingest/sources/text.h"

namespace leakproof::ingest {

void take_time(std::string written, DecodedLead& lead) {
  lead.submitted_at = parse_time(written);
  if (!lead.submitted_at && !written.empty()) lead.fields.push_back({{"submitted_at"}, {std::move(written)}});
}

}  // namespace leakproof::ingest
