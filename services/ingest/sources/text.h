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
// RFC 3339, also "2026-01-05T03:10:22+0000", "2026-01-05 03:10:22 GMT+7" and "…(UTC+00:00)", as exports have it. A
// date, or a time without an offset ("2026-01-05 03:10:22", as databases write it, "2026-01-05T03:10", as a browser's
// datetime-local), is by the clocks of `zone`, and nothing without one: it is never taken for UTC. There is no
// second 60.
std::optional<Instant> parse_time(std::string_view text, const std::string& zone = {});

const Text& real_text();

}  // namespace leakproof::ingest
