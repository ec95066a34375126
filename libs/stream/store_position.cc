// Tested by: libs/stream/projector_test.cc
#include "stream/store_position.h"

#include <algorithm>

#include "base/check.h"
#include "stream/invariants.h"

namespace leakproof::stream {
namespace {

void move_input(journal::v1::StorePosition& position, const journal::v1::InputPosition& moved) {
  auto& inputs = *position.mutable_inputs();
  auto known = std::find_if(inputs.begin(), inputs.end(), [&](auto& input) { return input.topic() == moved.topic(); });
  if (known != inputs.end()) invariants::check_input(*known, moved);
  *(known == inputs.end() ? inputs.Add() : &*known) = moved;
}

}  // namespace

journal::v1::StorePosition first_position(const std::string& stage, std::int32_t partition) {
  LEAKPROOF_CHECK(!stage.empty() && partition >= 0);
  journal::v1::StorePosition position;
  position.set_stage(stage);
  position.set_partition(partition);
  position.mutable_reader()->set_epoch(-1);
  return position;
}

void move_past(journal::v1::StorePosition& position, const JournalItem& item) {
  LEAKPROOF_CHECK(position.next_offset() <= item.offset.value());
  if (item.admission == Admission::kCounts) {
    LEAKPROOF_CHECK(item.record && item.record->effect().epoch() == item.head.epoch);
    auto& effect = item.record->effect();
    for (auto& timer : effect.timers_set()) {
      if (timer.due_micros() < position.timer_cursor_micros()) position.set_timer_cursor_micros(timer.due_micros());
    }
    for (auto& moved : effect.positions()) move_input(position, moved);
  }
  position.set_next_offset(after(item.offset).value());
  *position.mutable_reader() = item.after;
}

}  // namespace leakproof::stream
