// The times that run for whoever has a lead follow from the hours they work, and those from the clocks of a zone. When
// the clocks are other ones by newer zone data, the times are counted again: as much working time as stood between,
// from the same start. Pure but for the zone data.
#pragma once
#include <optional>
#include <vector>

#include "calendar/zone_clock.h"
#include "router/domain/lead_transition.h"

namespace leakproof::router {

struct Routing;

// The clocks that the lead's times follow from, by today's data. None for a lead without such a time, and for people
// who work around the clock.
std::vector<calendar::ZoneStretch> clocks_of(const RoutedLead& lead, const Routing& routing);

struct MovedTime {
  LeadTimer timer;
  Instant from, to;
};
struct CountedAgain {
  Transition transition;
  std::vector<MovedTime> moved;
};
// Nothing where no time moves. A time that lies outside of the hours in force stays: they have been changed since it
// was set, and a change of the configuration moves no time that runs.
std::optional<CountedAgain> count_again(const RoutedLead& lead, const Routing& routing);

}  // namespace leakproof::router
