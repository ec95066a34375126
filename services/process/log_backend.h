// Where the log of this process lives: the embedded log in the data directory, or a Kafka cluster. Chosen by the
// settings, the same to everybody else.
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
  // Which partitions of the stage this process is to own.
  virtual Result<std::unique_ptr<stream::Ownership>> ownership(const std::string& stage) = 0;
  // Removes what retention has passed, where that is ours to do. Called now and then.
  virtual Status retain(Instant now) = 0;
};

// `settings` and `clock` outlive it. kRefuse: the cluster's topics are not as they must be; the message holds the
// commands that repair them. kFatal, kRetry: the directory or the cluster is not to be had.
Result<std::unique_ptr<LogBackend>> open_log_backend(const Settings& settings, const Clock& clock);

}  // namespace leakproof
