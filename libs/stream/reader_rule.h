// Which records of a journal count: the one rule for every reader (owner, next stage, projector, restore, audit).
// Source: docs/formats/journal.md.
#pragma once
#include "leakproof/journal/v1/journal.pb.h"
#include "stream/effect_head.h"
#include "stream/log.h"

namespace leakproof::stream {

enum class Admission {
  kFence,   // a new epoch begins here
  kCounts,  // an effect that happened
  kVoid,    // a stale epoch, a repeat, a gap, or no record of ours: happened for nobody
};

// O(1) state; saved beside every position of a journal. A value type.
class ReaderRule {
 public:
  ReaderRule() { state_.set_epoch(-1); }  // before the first fence: nothing counts yet
  explicit ReaderRule(journal::v1::ReaderState state) : state_(std::move(state)) {}
  Admission admit(Offset offset, const journal::v1::Record& record);
  Admission admit(const EffectHead& effect);
  Offset epoch() const { return Offset(state_.epoch()); }
  bool voided() const { return state_.expected_seq() == 0; }
  const journal::v1::ReaderState& state() const { return state_; }

 private:
  journal::v1::ReaderState state_;
};

}  // namespace leakproof::stream
