// Limits how often requests may come: a token bucket a key (a source, an address). Thread-safe. Memory is bounded: when
// there is no room, the full buckets go.
#pragma once
#include <cstddef>
#include <map>
#include <string>

#include "base/mutex.h"
#include "base/time.h"

namespace leakproof::ingest {

struct Rate {
  double per_second = 0;  // 0: no limit
  double burst = 0;
};

class RateLimit {
 public:
  explicit RateLimit(Rate rate, std::size_t keys_max = 10'000) : rate_(rate), keys_max_(keys_max) {}
  // Whether one more is within the rate; counts it when it is.
  bool take(const std::string& key, Instant now);

 private:
  struct Bucket {
    double tokens;
    Instant at;
  };
  double filled(const Bucket& bucket, Instant now) const;
  void make_room(Instant now) LEAKPROOF_REQUIRES(mutex_);

  const Rate rate_;
  const std::size_t keys_max_;
  Mutex mutex_;
  std::map<std::string, Bucket> buckets_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::ingest
