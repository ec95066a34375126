// What a decoder is: raw bytes of a source → the leads and events in them. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/domain/decoded_lead.h"

namespace leakproof::ingest {

struct RawBody {
  std::string_view content_type;
  std::string_view body;
};

// A body that the source does not send is refused; unknown fields and foreign events are not. No error quotes the body.
using Decoded = Result<std::vector<DecodedLead>>;
using Decoder = Decoded (*)(const RawBody& raw);

// When the platform says that the lead was handed in. What names no offset is left as the field `submitted_at`, to be
// read by the workspace's clocks.
void take_time(std::string written, DecodedLead& lead);

// Seconds since 1970; what lies beyond the year 5000 is counted in milliseconds.
std::optional<Instant> from_seconds(std::string_view count);

}  // namespace leakproof::ingest
