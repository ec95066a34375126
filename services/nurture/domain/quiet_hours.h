// When a person may be written to: outside of quiet hours where the person lives. Pure functions.
#pragma once
#include <string>
#include <string_view>

#include "base/time.h"
#include "calendar/local_interval.h"

namespace leakproof::nurture {

struct QuietHours {
  calendar::LocalInterval window;
  std::string zone;  // is used when the person's is not known
};

// When a message may go out that is ready `now`: at once outside of quiet hours, else at their end. The hours are read
// on the clocks of the country, as people write it; else of the phone's region; else in the zone of `quiet`. Where a
// country keeps several clocks, it is outside of quiet hours on each of them; where that never happens (their days lie
// too far apart for the window), on the one of most people.
Instant send_from(const QuietHours& quiet, std::string_view country, std::string_view phone_region, Instant now);

}  // namespace leakproof::nurture
