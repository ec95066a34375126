#include "ingest/sources/decode.h"

#include "base/parse_number.h"
#include "ingest/sources/text.h"

namespace leakproof::ingest {

void take_time(std::string written, DecodedLead& lead) {
  lead.submitted_at = parse_time(written);
  if (!lead.submitted_at && !written.empty()) lead.fields.push_back({{"submitted_at"}, {std::move(written)}});
}

std::optional<Instant> from_seconds(std::string_view text) {
  const auto count = parse_number<std::int64_t>(text).value_or(0);
  if (count <= 0 || count > 100'000'000'000'000) return std::nullopt;
  if (count > 100'000'000'000) return Instant(std::chrono::milliseconds(count));
  return Instant(std::chrono::seconds(count));
}

}  // namespace leakproof::ingest
