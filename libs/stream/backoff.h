// A wait on a clock that may be set back: over at its end, and also as soon as the clock stands before its beginning,
// for then nobody knows what is left of it. A value.
#pragma once
#include "base/time.h"

namespace leakproof::stream {

class Backoff {
 public:
  Backoff() = default;  // over
  Backoff(Instant from, Duration length) : from_(from), until_(from + length) {}
  bool over(Instant now) const { return now >= until_ || now < from_; }
  Instant until() const { return until_; }

 private:
  Instant from_ = Instant::min();
  Instant until_;
};

}  // namespace leakproof::stream
