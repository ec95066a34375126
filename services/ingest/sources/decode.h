// What a decoder is: raw bytes of a source → the leads and events in them. Pure; any thread.
#pragma once
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

}  // namespace leakproof::ingest
