// Decoders: the raw bytes of a source → the leads and events in them. One function a kind of source; pure, any thread.
#pragma once
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
using Decoder = Decoded (*)(const RawBody&);

// Null for a kind that does not exist.
Decoder decoder_for(std::string_view kind);

Decoded decode_meta(const RawBody& raw);       // leadgen webhook: ids to fetch
Decoded decode_meta_lead(const RawBody& raw);  // the Graph's answer
Decoded decode_google(const RawBody& raw);
Decoded decode_tiktok(const RawBody& raw);
Decoded decode_zalo(const RawBody& raw);
Decoded decode_linkedin(const RawBody& raw);
Decoded decode_typeform(const RawBody& raw);
Decoded decode_tally(const RawBody& raw);
Decoded decode_webflow(const RawBody& raw);
Decoded decode_any_json(const RawBody& raw);   // Standard Webhooks, CloudEvents, HubSpot-style fields[], LadiPage: flat
                                               // or {name, value} lists
Decoded decode_form(const RawBody& raw);       // urlencoded, multipart, Elementor nested and flat; JSON from fetch()
Decoded decode_json_lead(const RawBody& raw);  // our own JSON API, see json_lead.h
Decoded decode_csv_row(const RawBody& raw);    // a header line and one row, RFC 4180

}  // namespace leakproof::ingest
