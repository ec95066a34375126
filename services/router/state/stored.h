// Values of the router's state as messages: those of stream/typed_state.h under their short names.
#pragma once
#include "stream/typed_state.h"

namespace leakproof::router {

using stream::find;
using stream::load;
using stream::store;

}  // namespace leakproof::router
