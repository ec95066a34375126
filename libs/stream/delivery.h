// What became of a call to the outside, as the body of the fact that tells of it. Pure.
#pragma once
#include "leakproof/lead/v1/event.pb.h"
#include "stream/processor.h"

namespace leakproof::stream {

lead::v1::Delivery delivery_of(const journal::v1::OutboxEntry& entry, const OutboxOutcome& outcome);

}  // namespace leakproof::stream
