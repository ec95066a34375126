#include "ingest/http/rate_limit.h"

#include <algorithm>

namespace leakproof::ingest {

bool RateLimit::take(const std::string& key, Instant now) {
  if (rate_.per_second <= 0) return true;
  MutexLock lock(mutex_);
  if (buckets_.size() >= keys_max_) make_room(now);
  auto& bucket = buckets_.try_emplace(key, Bucket{rate_.burst, now}).first->second;
  bucket.tokens = filled(bucket, now);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

double RateLimit::filled(const Bucket& bucket, Instant now) const {
  const double seconds = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
  return std::min(rate_.burst, bucket.tokens + seconds * rate_.per_second);
}

// A full bucket says the same as none. When all are in use, everybody starts anew: that many senders are beyond what
// this limit is for.
void RateLimit::make_room(Instant now) {
  std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= rate_.burst; });
  if (buckets_.size() >= keys_max_) buckets_.clear();
}

}  // namespace leakproof::ingest
