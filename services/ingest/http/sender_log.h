// What the senders of leads have met with lately: whose requests were taken and whose were refused, and why. One line
// of the log a minute for each sender, endpoint and reason. It holds names of workspaces and sources of the
// configuration, and nothing of what was sent. Since the start of this process only; thread-safe.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/mutex.h"
#include "base/time.h"
#include "observe/log_limit.h"

namespace leakproof::ingest {

struct SenderRecord {
  std::optional<Instant> taken, refused;  // the last one of each
  std::string reason;                     // of the last refusal
  std::int64_t refused_since_taken = 0;
};

class SenderLog {
 public:
  // `sender` is "workspace/source", "workspace", or empty when the request names none that is known.
  void taken(const std::string& sender, Instant now);
  void refused(const std::string& sender, const std::string& endpoint, const std::string& reason, Instant now);
  // Of the sources of a workspace, by their ids.
  std::map<std::string, SenderRecord> of(const std::string& workspace) const;

 private:
  mutable Mutex mutex_;
  std::map<std::string, SenderRecord> senders_ LEAKPROOF_GUARDED_BY(mutex_);
  observe::LogLimit lines_;
};

}  // namespace leakproof::ingest
