#include "stream/reader_rule.h"

#include "base/check.h"

namespace leakproof::stream {

Admission ReaderRule::admit(Offset offset, const journal::v1::Record& record) {
  if (record.has_fence()) {
    LEAKPROOF_CHECK(offset.value() > state_.epoch());  // the log reads forward
    state_.set_epoch(offset.value());
    state_.set_expected_seq(1);
    return Admission::kFence;
  }
  return record.has_effect() ? admit(head_of(record.effect())) : Admission::kVoid;
}

Admission ReaderRule::admit(const EffectHead& effect) {
  if (effect.epoch != state_.epoch() || voided()) return Admission::kVoid;
  if (effect.seq == state_.expected_seq()) {
    LEAKPROOF_CHECK(effect.seq >= 1);
    state_.set_expected_seq(effect.seq + 1);
    return Admission::kCounts;
  }
  if (effect.seq > state_.expected_seq())
    state_.set_expected_seq(0);  // a gap: the rest of the epoch is void for everybody
  return Admission::kVoid;
}

}  // namespace leakproof::stream
