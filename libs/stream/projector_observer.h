// Is told how the projectors of a stage fare, on their thread. It must not block.
#pragma once
#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace leakproof::stream {

class ProjectorObserver {
 public:
  virtual ~ProjectorObserver() = default;
  // Called after each step with how far what is published is behind the journal; zero at its end.
  virtual void on_input_lag(const std::string& stage, std::int32_t partition, Duration lag) = 0;
  // A projector failed and goes on by itself after a pause. kFatal: facts are missing for ever, a person must know.
  virtual void on_failed(const std::string& stage, std::int32_t partition, const Error& why) = 0;
};

}  // namespace leakproof::stream
