// Tested by: services/ingest/sources/decode_test.cc
#include "ingest/sources/decode.h"

#include <map>

namespace leakproof::ingest {

Decoder decoder_for(std::string_view kind) {
  static const std::map<std::string_view, Decoder> table = {
      {"meta", decode_meta},         {"meta_lead", decode_meta_lead}, {"google", decode_google},
      {"tiktok", decode_tiktok},     {"zalo", decode_zalo},           {"linkedin", decode_linkedin},
      {"typeform", decode_typeform}, {"tally", decode_tally},         {"webflow", decode_webflow},
      {"webhook", decode_any_json},  {"hubspot", decode_any_json},    {"ladipage", decode_form},
      {"elementor", decode_form},    {"form", decode_form},           {"json", decode_json_lead},
      {"csv", decode_csv_row},
  };
  auto found = table.find(kind);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace leakproof::ingest
