// When a person may be written to: outside of quiet hours where the person lives. Pure functions.
#pragma once
#include <string>
#include <string_view>

#include "base/time.h"
#include "calendar/local_interval.h"

namespace leakproof::nurture {

// IANA zone of a country (ISO 3166 alpha-2) that has one for nearly all its people; empty for others and the unknown.
std::string_view zone_of_country(std::string_view country);

struct QuietHours {
  calendar::LocalInterval window;
  std::string zone;  // where the person's is not known
};

// `now` outside of the quiet hours of the first country with one zone, else the end of them.
Instant send_from(const QuietHours& quiet, std::string_view country, std::string_view phone_region, Instant now);

}  // namespace leakproof::nurture
