// What was sent and what became of it: a line of JSON a request, written when its outcome is known, and the sums at the
// end. Thread-safe.
#pragma once
#include <array>
#include <fstream>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "base/time.h"
#include "leadctl/play_traffic.h"

namespace leakproof::leadctl {

class Ledger {
 public:
  // An empty path keeps the sums only.
  explicit Ledger(const std::string& path);
  bool writable() const {
    MutexLock lock(mutex_);
    return path_.empty() || file_.good();
  }
  // The line: {id, receipt, sent_at, kind, expect, status, class}; class is ok (2xx: it is the server's now), fail
  // (refused: it is not) or info (no answer, or 5xx: nobody knows).
  void record(const Shot& shot, Instant sent, Instant answered, const Result<net::HttpAnswer>& answer);
  void print(std::ostream& out) const;
  // Requests that were answered against expectation.
  int surprises() const;

 private:
  struct Sums {
    int sent = 0, ok = 0, fail = 0, info = 0, surprises = 0;
  };
  const std::string path_;
  mutable Mutex mutex_;
  std::ofstream file_ LEAKPROOF_GUARDED_BY(mutex_);
  std::map<std::string, Sums> sums_ LEAKPROOF_GUARDED_BY(mutex_);
  std::vector<std::int64_t> micros_ LEAKPROOF_GUARDED_BY(mutex_);  // of answered requests
};

}  // namespace leakproof::leadctl
