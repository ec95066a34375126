#include "stream/invariants.h"

#include "base/check.h"
#include "stream/limits.h"

namespace leakproof::stream::invariants {

void check_in_flight(const EpochProgress& progress) {
  LEAKPROOF_CHECK(0 <= progress.settled_seq && progress.settled_seq < progress.next_seq);
  const auto in_flight = static_cast<std::size_t>(progress.next_seq - 1 - progress.settled_seq);
  LEAKPROOF_CHECK(in_flight <= limits::kInFlightCeiling);
  LEAKPROOF_CHECK(in_flight == progress.sent);
  LEAKPROOF_CHECK((in_flight == 0) == progress.overlay_empty);
}

void check_append(const journal::v1::Effect& effect, Offset epoch, const EpochProgress& progress,
                  std::size_t record_bytes) {
  LEAKPROOF_CHECK(effect.epoch() == epoch.value());
  LEAKPROOF_CHECK(effect.seq() == progress.next_seq);
  LEAKPROOF_CHECK(record_bytes > 0);
  LEAKPROOF_CHECK(progress.sent < limits::kInFlightCeiling);
  LEAKPROOF_CHECK(record_bytes <= limits::kRecordBytesMax);
}

void check_read_back(const journal::v1::Effect& sent, const EffectHead& read) {
  LEAKPROOF_CHECK(sent.epoch() == read.epoch);
  LEAKPROOF_CHECK(sent.seq() == read.seq);
}

void check_settled(const journal::v1::Effect& effect, const EpochProgress& progress) {
  LEAKPROOF_CHECK(effect.seq() == progress.settled_seq + 1);
  LEAKPROOF_CHECK(effect.seq() < progress.next_seq);
}

void check_position(const journal::v1::StorePosition& before, const journal::v1::StorePosition& after,
                    Position read_up_to) {
  LEAKPROOF_CHECK(before.partition() == after.partition() && before.stage() == after.stage());
  LEAKPROOF_CHECK(before.next_offset() < after.next_offset());
  LEAKPROOF_CHECK(after.next_offset() <= read_up_to.value());
  LEAKPROOF_CHECK(before.reader().epoch() <= after.reader().epoch());
  LEAKPROOF_CHECK(after.reader().epoch() < after.next_offset());
}

void check_input(const journal::v1::InputPosition& before, const journal::v1::InputPosition& after) {
  LEAKPROOF_CHECK(before.topic() == after.topic());
  LEAKPROOF_CHECK(before.next_offset() <= after.next_offset());
}

void check_caught_up(const journal::v1::StorePosition& position, Offset epoch, const EpochProgress& progress) {
  LEAKPROOF_CHECK(position.reader().epoch() == epoch.value());
  LEAKPROOF_CHECK(progress.next_seq == 1);
  check_in_flight(progress);
}

void check_due(const journal::v1::Timer& timer, const journal::v1::StorePosition& position, Instant now) {
  LEAKPROOF_CHECK(timer.due_micros() <= to_micros(now));
  LEAKPROOF_CHECK(position.timer_cursor_micros() <= timer.due_micros());
}

}  // namespace leakproof::stream::invariants
