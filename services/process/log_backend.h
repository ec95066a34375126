// The log that this process works on: the embedded log in the data directory, or a Kafka cluster. The settings choose;
// to everybody else both are the same.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/settings.h"
#include "base/time.h"
#include "stream/log.h"

namespace leakproof::process {

class LogBackend {
 public:
  virtual ~LogBackend() = default;
  virtual stream::Log& log() = 0;
  // Joins those who share the partitions of the stage; says which of them this process is to own.
  virtual Result<std::unique_ptr<stream::Ownership>> ownership(const std::string& stage) = 0;
  // Whether the cluster answers; may take a round trip. Good where there is none.
  virtual Status ask() = 0;
  // What is wrong with the topics on the cluster, and how to repair it, a line each; may take round trips. Empty where
  // there is no cluster. kRetry: it does not answer.
  virtual Result<std::vector<std::string>> topic_problems() = 0;
  // Removes what retention has passed, where no broker does so. To be called now and then.
  virtual Status retain(Instant now) = 0;
};

// `settings` and `clock` outlive it. kRefuse: the cluster's topics are not as they must be; the message holds the
// commands that repair them. kFatal, kRetry: the directory or the cluster is not to be had.
Result<std::unique_ptr<LogBackend>> open_log_backend(const app::Settings& settings, const Clock& clock);

}  // namespace leakproof::process
