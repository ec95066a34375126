// Runs one stage in this process: a task for each partition that ownership gives, all on one thread of its own.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/signal.h"
#include "stream/task.h"

namespace leakproof::stream {

class StageRunner {
 public:
  struct Dependencies {  // references outlive the runner
    TaskSpec spec;       // partition is filled in
    Log& log;
    StoreFactory& stores;
    std::function<std::unique_ptr<Processor>()> processor;  // one a task
    TaskObserver& observer;
    StoreRegistry& registry;
    const Clock& clock;
    std::unique_ptr<Ownership> ownership;
  };
  explicit StageRunner(Dependencies dependencies);
  ~StageRunner();  // stops without waiting for what is in flight, as a crash would

  void start();
  // Releases every partition and ends the thread; after `timeout` whatever is left is dropped, which is safe.
  void stop(Duration timeout);
  // Any thread: whether a task has halted and needs a person.
  bool halted() const { return halted_; }
  // Any thread: whether ownership is known and every partition that is ours works.
  bool ready() const { return ready_; }
  // Any thread: whether any partition is ours.
  bool owns_any() const { return owns_any_; }
  Signal& wake() { return wake_; }

  // One round of everything, for drivers without a thread (flow tests, simulation). True when there may be more at
  // once.
  bool step(Instant now);
  bool idle() const { return tasks_.empty(); }
  // When step() has work by itself, without anything having come in; Instant::max() for never.
  Instant next_due() const;

 private:
  struct Owned {  // stays where it is: a task refers to its processor to its last moment
    std::unique_ptr<Processor> processor;
    Task task;
  };
  void run();
  void follow_ownership();
  void drop_released();
  Duration until_due(Instant now) const;

  Dependencies dependencies_;
  Signal wake_;
  std::vector<std::unique_ptr<Owned>> tasks_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> halted_ = false;
  std::atomic<bool> ready_ = false;
  std::atomic<bool> owns_any_ = false;
  std::atomic<std::int64_t> stop_by_ = 0;
  std::thread thread_;
};

}  // namespace leakproof::stream
