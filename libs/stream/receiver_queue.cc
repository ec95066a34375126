// Tested by: libs/stream/outbox_test.cc
#include "stream/receiver_queue.h"

#include <algorithm>

#include "base/check.h"
#include "stream/limits.h"

namespace leakproof::stream {

bool ReceiverQueue::Receiver::circuit_open() const { return failures >= limits::kCircuitOpensAfter; }
bool ReceiverQueue::Receiver::takes_one_more() const {
  return in_flight < (circuit_open() ? 1 : limits::kReceiverInFlightMax);
}

void ReceiverQueue::enqueue(const std::string& receiver, const std::string& id, Backoff before) {
  const bool fresh = receivers_[receiver].waiting.emplace(Due{before.ends_at(), id}, before).second;
  LEAKPROOF_CHECK(fresh);  // a call waits once
  reindex(receiver);
}

void ReceiverQueue::remove(const std::string& receiver, const std::string& id, Backoff before) {
  const auto removed = receivers_[receiver].waiting.erase({before.ends_at(), id});
  LEAKPROOF_CHECK(removed == 1);
  reindex(receiver);
}

std::optional<std::string> ReceiverQueue::acquire(Instant now) {
  if (due_.empty()) return std::nullopt;
  const std::string name = due_.begin()->second;
  Receiver& receiver = receivers_[name];
  LEAKPROOF_CHECK(!receiver.waiting.empty());  // none is due whose receiver has nothing to take
  const auto first = receiver.waiting.begin();
  if (!first->second.is_over(now) || !receiver.before_next.is_over(now)) return std::nullopt;
  std::string id = first->first.second;
  receiver.waiting.erase(first);
  reacquire(name);
  return id;
}

void ReceiverQueue::reacquire(const std::string& receiver) {
  ++receivers_[receiver].in_flight;
  reindex(receiver);
}

void ReceiverQueue::release(const std::string& receiver) {
  const auto found = receivers_.find(receiver);
  LEAKPROOF_CHECK(found != receivers_.end() && found->second.in_flight > 0);
  --found->second.in_flight;
  reindex(receiver);
}

std::optional<CircuitChange> ReceiverQueue::on_result(const std::string& name, const AttemptResult& result,
                                                      Instant now) {
  if (name.empty() || result.of_this_call_alone) return std::nullopt;
  Receiver& receiver = receivers_[name];
  const bool was_open = receiver.circuit_open();
  if (result.state == AttemptResult::State::kTryAgain) {
    receiver.failures = result.receiver_refuses_us ? std::max(receiver.failures + 1, limits::kCircuitOpensAfter)
                                                   : receiver.failures + 1;
    const Duration wish = std::min(result.retry_after.value_or(Duration::zero()), limits::kRetryAfterMax);
    const Duration pause = receiver.circuit_open() ? limits::kTrialCallEvery : Duration::zero();
    if (wish + pause > Duration::zero()) receiver.before_next = Backoff(now, std::max(wish, pause));
  } else {
    receiver.failures = 0;
    receiver.before_next = {};
  }
  const bool is_open = receiver.circuit_open();
  reindex(name);
  if (is_open == was_open) return std::nullopt;
  return is_open ? CircuitChange::kOpened : CircuitChange::kClosed;
}

std::vector<std::string> ReceiverQueue::waiting_behind_open_circuit(const std::string& receiver) const {
  const auto found = receivers_.find(receiver);
  std::vector<std::string> ids;
  if (found == receivers_.end() || !found->second.circuit_open()) return ids;
  for (const auto& [due, before] : found->second.waiting) ids.push_back(due.second);
  return ids;
}

void ReceiverQueue::reset() {
  std::erase_if(receivers_, [](const auto& one) { return one.second.failures == 0; });
  for (auto& [name, receiver] : receivers_) {
    receiver.waiting.clear();
    receiver.in_flight = 0;
    receiver.due.reset();
  }
  due_.clear();
}

Instant ReceiverQueue::next_due() const { return due_.empty() ? Instant::max() : due_.begin()->first; }

// After every change of a receiver: where it stands among those that are due, and whether anything is left to know of
// it.
void ReceiverQueue::reindex(const std::string& name) {
  const auto found = receivers_.find(name);
  LEAKPROOF_CHECK(found != receivers_.end());
  Receiver& receiver = found->second;
  if (receiver.due) due_.erase({*receiver.due, name});
  receiver.due.reset();
  if (receiver.waiting.empty()) {
    if (receiver.in_flight == 0 && receiver.failures == 0) receivers_.erase(found);
    return;
  }
  if (!name.empty() && !receiver.takes_one_more()) return;
  receiver.due = std::max(receiver.waiting.begin()->first.first, receiver.before_next.ends_at());
  due_.emplace(*receiver.due, name);
}

}  // namespace leakproof::stream
