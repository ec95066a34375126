// The projectors of one stage in this process: one for each partition that is owned and caught up here. One thread
// drives step(), a tenth of a second apart.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/signal.h"
#include "stream/backoff.h"
#include "stream/projector.h"
#include "stream/projector_observer.h"

namespace leakproof::stream {

class Projectors {
 public:
  // `served` says which partitions are ours now; from any thread, as are all references. The log has published topics.
  Projectors(std::string stage, Derive derive, std::function<std::vector<std::int32_t>()> served, Log& log,
             ProjectorObserver& observer)
      : stage_(std::move(stage)),
        derive_(std::move(derive)),
        served_(std::move(served)),
        log_(log),
        observer_(observer) {}

  void step(Instant now);

 private:
  struct One {
    std::unique_ptr<Projector> projector;
    Backoff before_next;
  };
  void follow_ownership();
  void run(One& one, Instant now);

  const std::string stage_;
  const Derive derive_;
  const std::function<std::vector<std::int32_t>()> served_;
  Log& log_;
  ProjectorObserver& observer_;
  Signal unused_wake_;  // the thread that drives step() sets the pace
  std::map<std::int32_t, One> projectors_;
};

}  // namespace leakproof::stream
