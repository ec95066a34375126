// The real Text: numbering plans by libphonenumber, Unicode by ICU, times by calendar. Free to call from any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "ingest/domain/text.h"
#include "ingest/sources/email.h"
#include "ingest/sources/phone.h"

namespace leakproof::ingest {

// Invalid UTF-8 becomes U+FFFD, so what is stored is always valid.
std::string clean(std::string_view text);
// Also the form "2026-01-05T03:10:22+0000" and a time without an offset, taken as UTC.
std::optional<Instant> parse_time(std::string_view text);

// Whether it holds what nobody sees: control characters, marks without width or that turn the direction.
bool has_hidden(std::string_view text);

const Text& real_text();

}  // namespace leakproof::ingest
