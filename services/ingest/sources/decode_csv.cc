// Tested by: services/ingest/sources/decode_test.cc
#include "ingest/sources/source_kinds.h"

namespace leakproof::ingest {
namespace {

// Takes one record off the front of `text` (RFC 4180: quotes may hold commas, line ends and doubled quotes).
Result<std::vector<std::string>> take_record(std::string_view& text) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (quoted) {
      if (c != '"') {
        cells.back().push_back(c);
      } else if (text.starts_with('"')) {
        cells.back().push_back(c);
        text.remove_prefix(1);
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '\n') {
      return cells;
    } else if (c != '\r') {
      cells.back().push_back(c);
    }
  }
  if (quoted) return refuse("a quote is not closed");
  return cells;
}

}  // namespace

Decoded decode_csv_row(const RawBody& raw) {
  auto text = raw.body;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  LEAKPROOF_ASSIGN(header, take_record(text));
  LEAKPROOF_ASSIGN(row, take_record(text));
  if (row.size() != header.size())
    return refuse("the row has " + std::to_string(row.size()) + " cells, its header " + std::to_string(header.size()));
  DecodedLead lead;
  for (std::size_t i = 0; i < header.size(); ++i) lead.fields.push_back({{header[i]}, {row[i]}});
  std::vector<DecodedLead> leads;
  leads.push_back(std::move(lead));
  return leads;
}

}  // namespace leakproof::ingest
