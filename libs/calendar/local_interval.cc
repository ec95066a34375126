#include "calendar/local_interval.h"

#include <string>

#include "base/time_text.h"

namespace leakproof::calendar {

Result<LocalInterval> parse_local_interval(std::string_view text) {
  const auto dash = std::min(text.find('-'), text.size());
  const auto from = parse_time_of_day(text.substr(0, dash));
  const auto to = parse_time_of_day(text.substr(std::min(dash + 1, text.size())));
  if (!from || !to || *from >= std::chrono::hours(24))
    return refuse("'" + std::string(text) + "' is not hours such as 08:00-12:00 or 22:00-06:00");
  return LocalInterval{*from, *to};
}

}  // namespace leakproof::calendar
