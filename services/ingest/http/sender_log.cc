#include "ingest/http/sender_log.h"

#include "observe/log.h"

namespace leakproof::ingest {

void SenderLog::taken(const std::string& sender, Instant now) {
  if (sender.empty()) return;
  MutexLock lock(mutex_);
  auto& record = senders_[sender];
  record.taken = now;
  record.refused_since_taken = 0;
}

void SenderLog::refused(const std::string& sender, const std::string& endpoint, const std::string& reason,
                        Instant now) {
  if (const auto more = lines_.take(endpoint + " " + sender + " " + reason, now))
    observe::log_warn("request_refused",
                      {{"endpoint", endpoint}, {"sender", sender}, {"reason", reason}, {"more_before", *more}});
  if (sender.empty()) return;
  MutexLock lock(mutex_);
  auto& record = senders_[sender];
  record.refused = now;
  record.reason = reason;
  ++record.refused_since_taken;
}

std::map<std::string, SenderRecord> SenderLog::of(const std::string& workspace) const {
  std::map<std::string, SenderRecord> found;
  MutexLock lock(mutex_);
  const std::string prefix = workspace + "/";
  for (auto at = senders_.lower_bound(prefix); at != senders_.end() && at->first.starts_with(prefix); ++at)
    found.emplace(at->first.substr(prefix.size()), at->second);
  return found;
}

}  // namespace leakproof::ingest
