// What operators see of the projectors: the lag of what is published behind the journal, and why one failed.
// Thread-safe.
#pragma once
#include <map>
#include <string>

#include "base/mutex.h"
#include "observe/metrics.h"
#include "stream/projector_observer.h"

namespace leakproof::app {

class ProjectorMetrics final : public stream::ProjectorObserver {
 public:
  explicit ProjectorMetrics(observe::Metrics& metrics) : metrics_(metrics) {}
  void on_input_lag(const std::string& stage, std::int32_t partition, Duration lag) override;
  void on_failed(const std::string& stage, std::int32_t partition, const Error& why) override;

 private:
  using Place = std::pair<std::string, std::int32_t>;
  observe::Metrics& metrics_;
  Mutex mutex_;
  std::map<Place, std::string> failing_ LEAKPROOF_GUARDED_BY(mutex_);  // with what, so that it is logged once
};

}  // namespace leakproof::app
