// Tested by: libs/stream/outbox_test.cc
#include "stream/receiver_queue.h"

#include <algorithm>

#include "stream/limits.h"

namespace leakproof::stream {

bool ReceiverQueue::Receiver::down() const { return failures >= limits::kReceiverFailuresMax; }
bool ReceiverQueue::Receiver::has_place() const { return sending < (down() ? 1 : limits::kReceiverPerformingMax); }

void ReceiverQueue::wait(const std::string& receiver, const std::string& id, Backoff before) {
  receivers_[receiver].waiting.emplace(Place{before.until(), id}, before);
  replace(receiver);
}

void ReceiverQueue::forget(const std::string& receiver, const std::string& id, Backoff before) {
  receivers_[receiver].waiting.erase({before.until(), id});
  replace(receiver);
}

std::optional<std::string> ReceiverQueue::take(Instant now) {
  if (due_.empty()) return std::nullopt;
  const std::string name = due_.begin()->second;
  Receiver& receiver = receivers_[name];
  const auto first = receiver.waiting.begin();
  if (!first->second.over(now) || !receiver.before_next.over(now)) return std::nullopt;
  std::string id = first->first.second;
  receiver.waiting.erase(first);
  began(name);
  return id;
}

void ReceiverQueue::began(const std::string& receiver) {
  ++receivers_[receiver].sending;
  replace(receiver);
}

void ReceiverQueue::ended(const std::string& receiver) {
  --receivers_[receiver].sending;
  replace(receiver);
}

std::optional<bool> ReceiverQueue::learn(const std::string& name, const AttemptResult& attempt, Instant now) {
  if (name.empty() || attempt.of_this_call_alone) return std::nullopt;
  Receiver& receiver = receivers_[name];
  const bool was_down = receiver.down();
  if (attempt.state == AttemptResult::State::kTryAgain) {
    ++receiver.failures;
    const Duration wish = std::min(attempt.retry_after.value_or(Duration::zero()), limits::kRetryAfterMax);
    const Duration pause = receiver.down() ? limits::kReceiverPause : Duration::zero();
    if (wish + pause > Duration::zero()) receiver.before_next = Backoff(now, std::max(wish, pause));
  } else {
    receiver.failures = 0, receiver.before_next = {};
  }
  const bool is_down = receiver.down();
  replace(name);
  return is_down == was_down ? std::nullopt : std::optional(is_down);
}

std::vector<std::string> ReceiverQueue::stuck(const std::string& receiver) const {
  const auto found = receivers_.find(receiver);
  std::vector<std::string> ids;
  if (found == receivers_.end() || !found->second.down()) return ids;
  for (const auto& [place, before] : found->second.waiting) ids.push_back(place.second);
  return ids;
}

void ReceiverQueue::restart() {
  std::erase_if(receivers_, [](const auto& one) { return one.second.failures == 0; });
  for (auto& [name, receiver] : receivers_) receiver.waiting.clear(), receiver.sending = 0, receiver.due.reset();
  due_.clear();
}

Instant ReceiverQueue::next_due() const { return due_.empty() ? Instant::max() : due_.begin()->first; }

// After every change of a receiver: its place in the order, and whether anything is left to know of it.
void ReceiverQueue::replace(const std::string& name) {
  const auto found = receivers_.find(name);
  Receiver& receiver = found->second;
  if (receiver.due) due_.erase({*receiver.due, name});
  receiver.due.reset();
  if (receiver.waiting.empty()) {
    if (receiver.sending == 0 && receiver.failures == 0) receivers_.erase(found);
    return;
  }
  if (!name.empty() && !receiver.has_place()) return;
  receiver.due = std::max(receiver.waiting.begin()->first.first, receiver.before_next.until());
  due_.emplace(*receiver.due, name);
}

}  // namespace leakproof::stream
