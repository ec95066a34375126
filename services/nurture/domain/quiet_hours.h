// When a person may be written to: outside of quiet hours where the person lives. Pure functions.
#pragma once
#include <string>
#include <string_view>

#include "base/time.h"
#include "calendar/local_interval.h"

namespace leakproof::nurture {

// The IANA zone of a country (ISO 3166 alpha-2), where nearly all its people live in one; empty for other countries and
// for what is no country.
std::string_view zone_of_country(std::string_view country);

struct QuietHours {
  calendar::LocalInterval window;
  std::string zone;  // is used when the person's is not known
};

// When a message may go out that is ready `now`: at once outside of quiet hours, else at their end. The hours are read
// in the zone of the country, else of the phone's region, else of `quiet`.
Instant send_from(const QuietHours& quiet, std::string_view country, std::string_view phone_region, Instant now);

}  // namespace leakproof::nurture
