// Reads workspace.config of every partition from its start into a Directory and then follows it. One thread drives it:
//   while (running) { follower.step(); follower.wake().wait_for(1s); }
#pragma once
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>

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
  // Behind the last record of the partition that the directory stands for. Any thread.
  stream::Position position(std::int32_t partition) const;
  // Rings when there may be more.
  Signal& wake() { return wake_; }

 private:
  struct Source {
    Source(std::unique_ptr<stream::Reader> of, std::int64_t begin, std::int64_t until)
        : reader(std::move(of)), next(begin), end(until) {}
    std::unique_ptr<stream::Reader> reader;
    std::atomic<std::int64_t> next;  // where it stands
    std::int64_t end;                // where the log ended at open()
  };
  explicit ConfigFollower(Directory& directory) : directory_(directory) {}
  Status drain(Source& source);
  bool caught_up() const;

  Directory& directory_;
  Signal wake_;
  std::deque<Source> sources_;  // before wake_ goes, they do
};

}  // namespace leakproof::config
