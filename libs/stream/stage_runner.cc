#include "stream/stage_runner.h"
#include "base/check.h"
#include "base/signal.h"

#include <algorithm>

namespace leakproof::stream {

StageRunner::StageRunner(Dependencies dependencies) : dependencies_(std::move(dependencies)) {}

StageRunner::~StageRunner() { stop(Duration::zero()); }

void StageRunner::start() {
  LEAKPROOF_CHECK(!thread_.joinable());
  thread_ = std::thread([this] { run(); });
}

void StageRunner::stop(Duration timeout) {
  stop_by_ = to_micros(dependencies_.clock.now() + timeout);
  stopping_ = true;
  wake_.notify();
  if (thread_.joinable()) thread_.join();
}

void StageRunner::run() {
  while (!stopping_ || !tasks_.empty()) {
    const Instant now = dependencies_.clock.now();
    if (stopping_ && to_micros(now) >= stop_by_) break;
    if (!step(now)) wake_.wait_for(until_due(dependencies_.clock.now()));
  }
  tasks_.clear();
}

bool StageRunner::step(Instant now) {
  follow_ownership();
  bool progressed = false;
  for (auto& owned : tasks_) {
    if (stopping_) owned->task.release();
    progressed |= owned->task.step(now);
    if (owned->task.state() == TaskState::kHalted) halted_ = true;
  }
  drop_released();
  owns_any_ = !tasks_.empty();
  ready_ = dependencies_.ownership->joined() && std::all_of(tasks_.begin(), tasks_.end(), [](auto& owned) {
             return owned->task.state() == TaskState::kWorking;
           });
  return progressed;
}

void StageRunner::follow_ownership() {
  for (auto change : dependencies_.ownership->poll()) {
    if (!change.given) {
      for (auto& owned : tasks_) {
        if (owned->task.spec().partition == change.partition) owned->task.release();
      }
      continue;
    }
    TaskSpec spec = dependencies_.spec;
    spec.partition = change.partition;
    auto processor = dependencies_.processor();
    const Task::Dependencies dependencies{dependencies_.log,      dependencies_.stores,   *processor,
                                          dependencies_.observer, dependencies_.registry, wake_};
    tasks_.push_back(std::unique_ptr<Owned>(new Owned{std::move(processor), Task(std::move(spec), dependencies)}));
  }
}

void StageRunner::drop_released() {
  std::erase_if(tasks_, [&](auto& owned) {
    const bool over =
        owned->task.state() == TaskState::kReleased || (stopping_ && owned->task.state() == TaskState::kHalted);
    if (over) dependencies_.ownership->released(owned->task.spec().partition);
    return over;
  });
}

Instant StageRunner::next_due() const {
  Instant next = Instant::max();
  for (auto& owned : tasks_) next = std::min(next, owned->task.next_due());
  return next;
}

Duration StageRunner::until_due(Instant now) const {
  constexpr Duration kAskOwnership = std::chrono::milliseconds(100);  // at least this often
  const Instant due = next_due();
  return due == Instant::max() ? kAskOwnership : std::clamp(due - now, Duration::zero(), kAskOwnership);
}

}  // namespace leakproof::stream
