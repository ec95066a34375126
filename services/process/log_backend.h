// The log that this process works on: the embedded log in the data directory, or a Kafka cluster. The settings choose;
// to everybody else both are the same.
#pragma once
#include <memory>
#include <string>

#include "app/settings.h"
#include "base/time.h"
#include "stream/log.h"

namespace leakproof {

class LogBackend {
 public:
  virtual ~LogBackend() = default;
  virtual stream::Log& log() = 0;
  // Joins those who share the partitions of the stage; says which of them this process is to own.
  virtual Result<std::unique_ptr<stream::Ownership>> ownership(const std::string& stage) = 0;
  // Removes what retention has passed, where no broker does so. To be called now and then.
  virtual Status retain(Instant now) = 0;
};

// `settings` and `clock` outlive it. kRefuse: the cluster's topics are not as they must be; the message holds the
// commands that repair them. kFatal, kRetry: the directory or the cluster is not to be had.
Result<std::unique_ptr<LogBackend>> open_log_backend(const Settings& settings, const Clock& clock);

}  // namespace leakproof
