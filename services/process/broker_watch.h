// Whether the brokers answer, and since when they do not: what every task suffers from then has one cause, which is
// told once a process. Thread-safe.
#pragma once
#include <optional>
#include <string>

#include "base/mutex.h"
#include "base/result.h"
#include "base/time.h"

namespace leakproof::process {

class BrokerWatch {
 public:
  // `brokers` as in the settings; empty: there are none to be watched.
  explicit BrokerWatch(std::string brokers) : brokers_(std::move(brokers)) {}
  // They were asked and gave this answer. Logs the first silence, and the first answer behind it.
  void heard(const Status& answer, Instant now);
  // "the brokers HOST:PORT have not answered since TIME"; empty while they answer.
  std::string problem() const;

 private:
  const std::string brokers_;
  mutable Mutex mutex_;
  std::optional<Instant> answered_ LEAKPROOF_GUARDED_BY(mutex_);  // lastly, or the first look
  bool silent_ LEAKPROOF_GUARDED_BY(mutex_) = false;
};

}  // namespace leakproof::process
