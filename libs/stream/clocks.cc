// Tested by: libs/stream/zone_walk_test.cc
#include "stream/clocks.h"

namespace leakproof::stream {

calendar::Clocks decode(const state::v1::Clocks& from) {
  calendar::Clocks to;
  to.zone_data = from.zone_data();
  for (const auto& one : from.zones())
    to.zones.push_back({one.zone(), one.from_seconds(), one.until_seconds(), one.offset_seconds()});
  return to;
}

state::v1::Clocks encode(const calendar::Clocks& from) {
  state::v1::Clocks to;
  to.set_zone_data(from.zone_data);
  for (const auto& one : from.zones) {
    auto& zone = *to.add_zones();
    zone.set_zone(one.zone);
    zone.set_from_seconds(one.from);
    zone.set_until_seconds(one.until);
    zone.set_offset_seconds(one.offset);
  }
  return to;
}

}  // namespace leakproof::stream
