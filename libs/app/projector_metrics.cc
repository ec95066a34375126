#include "app/projector_metrics.h"

#include "observe/log.h"

namespace leakproof::app {

void ProjectorMetrics::on_input_lag(const std::string& stage, std::int32_t partition, Duration lag) {
  metrics_
      .gauge("leakproof_projector_lag_seconds", "How far the published topics are behind the journal",
             {{"stage", stage}, {"partition", std::to_string(partition)}})
      .Set(std::chrono::duration<double>(lag).count());
  MutexLock lock(mutex_);
  if (failing_.erase({stage, partition}) > 0)
    observe::log_info("projector_recovered", {{"stage", stage}, {"partition", partition}});
}

void ProjectorMetrics::on_failed(const std::string& stage, std::int32_t partition, const Error& why) {
  metrics_
      .counter("leakproof_projector_failures_total", "Groups that were not published as far as we know",
               {{"stage", stage}})
      .Increment();
  MutexLock lock(mutex_);
  auto& known = failing_[{stage, partition}];
  if (known == why.message()) return;
  known = why.message();
  const bool fatal = why.disposition() == Disposition::kFatal;
  observe::log_line(fatal ? observe::LogLevel::kError : observe::LogLevel::kWarn, "projector_failed",
                    {{"stage", stage}, {"partition", partition}, {"why", why.message()}});
}

}  // namespace leakproof::app
