// How long a call may still wait: its own deadline, or a default; and whether the caller is still there. One thread.
#pragma once
#include <grpc/support/time.h>
#include <grpcpp/server_context.h>

#include "base/time.h"

namespace leakproof::api {

// A stage that is down keeps whoever asks it waiting so long at most.
constexpr Duration kSilentStage = std::chrono::milliseconds(2500);

class Deadline {
 public:
  explicit Deadline(grpc::ServerContext& context);
  bool is_cancelled() const { return context_.IsCancelled(); }
  Duration left() const;  // zero when time is up
  // Calls `poll(slice)`, which waits that long at most, until it says true (done), the caller has gone or time is up.
  // True when done.
  template <class Poll>
  bool poll_until(Poll poll) const {
    for (auto slice = next_slice();; slice = next_slice()) {
      if (poll(slice)) return true;
      if (is_cancelled() || slice == Duration::zero()) return false;
    }
  }

 private:
  Duration next_slice() const;  // zero when time is up

  grpc::ServerContext& context_;
  gpr_timespec deadline_;
};

}  // namespace leakproof::api
