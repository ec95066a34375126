// A wait on a clock that may be set back. It is over at its end, and also as soon as the clock stands before its
// beginning, for then nobody knows what is left of it. A value.
#pragma once
#include "base/time.h"

namespace leakproof::stream {

class Backoff {
 public:
  Backoff() = default;  // is over
  Backoff(Instant from, Duration length) : begins_at_(from), ends_at_(from + length) {}
  bool is_over(Instant now) const { return now >= ends_at_ || now < begins_at_; }
  Instant ends_at() const { return ends_at_; }

 private:
  Instant begins_at_ = Instant::min();
  Instant ends_at_;
};

}  // namespace leakproof::stream
