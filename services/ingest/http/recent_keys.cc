// Tested by: services/ingest/http/rate_limit_test.cc
#include "ingest/http/recent_keys.h"

namespace leakproof::ingest {

RecentKeys::Seen RecentKeys::begin(const std::string& key, const crypto::Digest& body) {
  MutexLock lock(mutex_);
  auto [found, fresh] = entries_.try_emplace(key, Entry{body, true});
  if (fresh) {
    order_.push_back(key);
    if (order_.size() > keys_max_) {
      entries_.erase(order_.front());
      order_.pop_front();
    }
    return Seen::kNever;
  }
  if (found->second.body != body) return Seen::kOtherBody;
  if (found->second.in_flight) return Seen::kInFlight;
  found->second.in_flight = true;
  return Seen::kSameBody;
}

void RecentKeys::end(const std::string& key, bool stored) {
  MutexLock lock(mutex_);
  auto found = entries_.find(key);
  if (found == entries_.end()) return;
  if (stored)
    found->second.in_flight = false;
  else
    entries_.erase(found);
}

}  // namespace leakproof::ingest
