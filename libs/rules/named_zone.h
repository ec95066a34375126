// The clocks of the IANA zones, in every year that a timestamp can have. Internal to rules.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace leakproof::rules {

// Seconds east of UTC at `seconds` since 1970; nullopt when there is no such zone. Free to call from any thread.
std::optional<std::int64_t> named_zone_offset(std::int64_t seconds, std::string_view zone);

}  // namespace leakproof::rules
