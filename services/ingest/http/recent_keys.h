// Idempotency keys seen lately by this process: tells a retry of the same body from another body under the same key
// (which is the caller's mistake), and from one that is still in flight. A help to callers only: that a key has one
// effect is kept by the pipeline. Thread-safe.
#pragma once
#include <deque>
#include <map>
#include <string>

#include "base/mutex.h"
#include "crypto/digest.h"

namespace leakproof::ingest {

class RecentKeys {
 public:
  enum class Seen { kNever, kSameBody, kOtherBody, kInFlight };
  explicit RecentKeys(std::size_t keys_max = 50'000) : keys_max_(keys_max) {}
  // Marks it in flight unless it is kOtherBody or kInFlight.
  Seen begin(const std::string& key, const crypto::Digest& body);
  // Ends the flight; one that was not stored is forgotten.
  void end(const std::string& key, bool stored);

 private:
  struct Entry {
    crypto::Digest body;
    bool in_flight;
  };
  const std::size_t keys_max_;
  Mutex mutex_;
  std::map<std::string, Entry> entries_ LEAKPROOF_GUARDED_BY(mutex_);
  std::deque<std::string> order_ LEAKPROOF_GUARDED_BY(mutex_);  // oldest first, may name forgotten ones
};

}  // namespace leakproof::ingest
