// What must hold between the parts of a task, checked at the named steps of docs/formats/journal.md, in every build and
// in the simulation. A violation is a defect of this program: it ends the process before anything wrong is written or
// told. Each check is O(1) in what is in flight and in the size of the state. Pure functions; any thread.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "stream/effect_head.h"
#include "stream/log.h"

namespace leakproof::stream::invariants {

// How far an epoch is, as its parts see it.
struct EpochProgress {
  std::int64_t next_seq;     // of the effect that is sent next
  std::int64_t settled_seq;  // of the effect that settled last
  std::size_t sent;          // effects that are kept until they are read back
  bool overlay_empty;
};
// After each settling and before each draft: the parts agree on what is in flight.
void check_in_flight(const EpochProgress& progress);

// Before an append: the effect continues our epoch, and its record stays within the limit of the topic.
void check_append(const journal::v1::Effect& effect, Offset epoch, const EpochProgress& progress,
                  std::size_t record_bytes);
// Its counterpart when an effect of ours is read back: it is the one that was sent first of those in flight.
void check_read_back(const journal::v1::Effect& sent, const EffectHead& read);
// Before it is told: it follows the effect that settled last.
void check_settled(const journal::v1::Effect& effect, const EpochProgress& progress);

// Before a store takes a new position: it moves forward, and not beyond what was read of the journal.
void check_position(const journal::v1::StorePosition& before, const journal::v1::StorePosition& after,
                    Position read_up_to);
// When an input's position moves: forward.
void check_input(const journal::v1::InputPosition& before, const journal::v1::InputPosition& after);

// When the owner begins to work: its store stands in its own epoch, and nothing is in flight.
void check_caught_up(const journal::v1::StorePosition& position, Offset epoch, const EpochProgress& progress);

// Before a timer fires: its time has come, and the cursor has not passed it.
void check_due(const journal::v1::Timer& timer, const journal::v1::StorePosition& position, Instant now);

}  // namespace leakproof::stream::invariants
