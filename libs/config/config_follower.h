// Reads workspace.config of every partition from its start into a Directory and then follows it. One thread drives it:
//   while (running) { follower.step(); follower.wake().wait_for(1s); }
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "base/result.h"
#include "base/signal.h"
#include "config/directory.h"
#include "stream/log.h"

namespace leakproof::config {

class ConfigFollower {
 public:
  // `log` and `directory` outlive it. May take round trips.
  static Result<std::unique_ptr<ConfigFollower>> open(stream::Log& log, Directory& directory);
  // Waits until the directory stands for the log's end as it was at open(): before, a configuration that is not known
  // means nothing. kRetry: that took too long.
  Status catch_up();
  // Takes in what has come, without waiting.
  // A record that is no command is skipped here: the pipeline makes a dead letter of it.
  Status step();
  // Rings when there may be more.
  Signal& wake() { return wake_; }

 private:
  struct Source {
    std::unique_ptr<stream::Reader> reader;
    std::int64_t next, end;  // where it stands; where the log ended at open()
  };
  explicit ConfigFollower(Directory& directory) : directory_(directory) {}
  Status drain(Source& source);
  bool caught_up() const;

  Directory& directory_;
  Signal wake_;
  std::vector<Source> sources_;  // before wake_ goes, they do
};

}  // namespace leakproof::config
