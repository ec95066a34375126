// The leaf formats of workspace.schema.json: what a text must look like. Pure functions.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace leakproof::config {

// What is wrong with `text` as a `format`, saying what is expected; nothing when it fits, or when the format is checked
// elsewhere (expressions, templates, fields).
std::optional<std::string> format_problem(std::string_view format, std::string_view text);

// Whether the schema may use `format`: it is checked, here or elsewhere.
bool is_format(std::string_view format);

// "mon", "mon-fri", "sat,sun" → ISO weekdays 1 … 7; empty when it is none.
std::vector<int> parse_weekdays(std::string_view text);

inline constexpr const char* kMoment =
    "a date such as 2026-12-01, or a time such as 2026-12-01T08:00 or 2026-12-01T08:00:00+07:00";
// A time, one without an offset by the zone's clocks, or the midnight there with which a date begins; nothing when it
// is none of them.
std::optional<Instant> moment_of(std::string_view text, const std::string& zone);

// A YAML number, whatever the C locale; not a number when it is none.
double to_number(std::string_view text);

// The name with the fewest edits from `word` when it is near enough to be meant.
std::optional<std::string> nearest_name(std::string_view word, const std::vector<std::string>& names);
// "; did you mean 'x'?" or nothing, to be put behind a message.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

}  // namespace leakproof::config
