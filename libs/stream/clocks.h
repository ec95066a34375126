// The clocks by which times were counted, as they are stored. Pure.
#pragma once
#include "calendar/zone_clock.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::stream {

calendar::Clocks decode(const state::v1::Clocks& from);
state::v1::Clocks encode(const calendar::Clocks& from);

}  // namespace leakproof::stream
