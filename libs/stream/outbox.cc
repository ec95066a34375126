#include "stream/outbox.h"

#include <algorithm>

#include "base/check.h"
#include "base/crash_point.h"
#include "base/signal.h"
#include "stream/limits.h"
#include "stream/store_layout.h"

namespace leakproof::stream {
namespace {

using namespace std::chrono_literals;
constexpr Duration kDelays[] = {5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};

Instant enqueued(const journal::v1::OutboxEntry& entry) { return instant_from_micros(entry.enqueued_micros()); }
// A clock that was set back makes nothing older than it is.
Duration age(const journal::v1::OutboxEntry& entry, Instant now) {
  return std::max(Duration::zero(), Duration(now - enqueued(entry)));
}

}  // namespace

std::optional<Duration> retry_delay(Duration age) {
  Duration due{};
  for (const Duration delay : kDelays) {
    if (due += delay; due > age) return std::max(kDelays[0], due - age);
  }
  return std::nullopt;
}

Outbox::Outbox(const Channels& channels, Signal& wake) : channels_(channels), mailbox_(std::make_shared<Mailbox>()) {
  mailbox_->wake = &wake;
}

Outbox::~Outbox() {
  MutexLock lock(mailbox_->mutex);
  mailbox_->wake = nullptr;
}

void Outbox::on_added(const journal::v1::OutboxEntry& entry, bool attempted, Instant now) {
  auto [at, fresh] = calls_.try_emplace(entry.id());
  if (!fresh) return;
  Call& call = at->second;
  call.entry = entry;
  if (entry.enqueued_micros() == 0) call.entry.set_enqueued_micros(to_micros(now));
  call.receiver = receiver_of(entry);
  by_enqueue_time_.emplace(enqueued(call.entry), entry.id());
  LEAKPROOF_CHECK(by_enqueue_time_.size() == calls_.size());
  if (!attempted) return enqueue(call);
  // The marker is there and nobody here knows of the call: it may have been made before a crash.
  finish(call, {OutboxOutcome::State::kUnknown, "a crash came between the attempt and its outcome", 1});
}

std::string Outbox::receiver_of(const journal::v1::OutboxEntry& entry) const {
  const auto channel = channels_.find(entry.channel());
  const std::string whom = channel == channels_.end() ? "" : channel->second->receiver(entry);
  return whom.empty() ? "" : entry.channel() + " " + whom;
}

void Outbox::enqueue(Call& call) {
  call.state = State::kWaiting;
  queue_.enqueue(call.receiver, call.entry.id(), call.before_next);
}

void Outbox::release(const Call& call) {
  LEAKPROOF_CHECK(sending_ > 0);
  --sending_;
  queue_.release(call.receiver);
}

void Outbox::finish(Call& call, OutboxOutcome outcome) {
  call.state = State::kFinished;
  call.outcome = std::move(outcome);
  finished_.push_back(call.entry.id());
}

void Outbox::on_marked(const std::string& id) {
  auto found = calls_.find(id);
  if (found == calls_.end()) return;
  found->second.marked = true;
  if (found->second.state == State::kMarking) enqueue(found->second);
}

bool Outbox::withdraw(const std::string& id) {
  const auto found = calls_.find(id);
  if (found == calls_.end() || !found->second.entry.at_most_once()) return true;
  Call& call = found->second;
  if (call.state == State::kWaiting || call.state == State::kMarking) return true;
  call.withdrawn = true;
  return false;
}

void Outbox::on_removed(const std::string& id) {
  auto found = calls_.find(id);
  if (found == calls_.end()) return;
  const Call& call = found->second;
  if (call.state == State::kSending) release(call);
  if (call.state == State::kWaiting) queue_.remove(call.receiver, id, call.before_next);
  by_enqueue_time_.erase({enqueued(call.entry), id});
  calls_.erase(found);
  LEAKPROOF_CHECK(by_enqueue_time_.size() == calls_.size());
}

Status Outbox::reload(const Store& store, Instant now) {
  std::map<std::string, Call> known = std::exchange(calls_, {});
  queue_.reset();
  finished_.clear();
  by_enqueue_time_.clear();
  attempts_to_take_back_.clear();
  sending_ = 0;
  std::set<std::string> attempted;
  LEAKPROOF_TRY(store.scan("a", "", [&](auto key, auto) {
    attempted.insert(std::string(key.substr(1)));
    return true;
  }));
  Status parsed;
  LEAKPROOF_TRY(store.scan("o", "", [&](auto, auto value) {
    journal::v1::OutboxEntry entry;
    if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
      parsed = fatal("a stored outbox entry is damaged");
      return false;
    }
    resume(entry, attempted.contains(entry.id()), known, now);
    return true;
  }));
  return parsed;
}

// What this process knows of the call goes on, unless another owner came between.
void Outbox::resume(const journal::v1::OutboxEntry& entry, bool attempted, std::map<std::string, Call>& known,
                    Instant now) {
  auto before = known.find(entry.id());
  // A marker that we have not been told of is another owner's, who may have made the call.
  if (before == known.end() || (attempted && !before->second.marked)) return on_added(entry, attempted, now);
  Call& call = calls_.emplace(entry.id(), std::move(before->second)).first->second;
  by_enqueue_time_.emplace(enqueued(call.entry), entry.id());
  call.withdrawn = false;  // who withdrew it does so again
  switch (call.state) {
    case State::kWaiting:
    case State::kMarking:
      return enqueue(call);
    case State::kSending:
      ++sending_;
      LEAKPROOF_CHECK(sending_ <= limits::kOutboxInFlightMax);
      return queue_.reacquire(call.receiver);
    case State::kFinished:
    case State::kTaken:
      return finish(call, std::move(call.outcome));
  }
}

std::vector<std::string> Outbox::start_due(Instant now, std::size_t at_most) {
  take_results(now);
  std::vector<std::string> to_mark;
  for (; at_most > 0 && sending_ < limits::kOutboxInFlightMax; --at_most) {
    const auto id = queue_.acquire(now);
    if (!id) break;
    Call& call = calls_.at(*id);
    LEAKPROOF_CHECK(call.state == State::kWaiting);
    ++sending_;
    if (!call.entry.at_most_once() || call.marked) {
      send(call, now);
      continue;
    }
    call.state = State::kMarking;
    release(call);
    to_mark.push_back(*id);
  }
  LEAKPROOF_CHECK(sending_ <= limits::kOutboxInFlightMax);
  return to_mark;
}

void Outbox::send(Call& call, Instant now) {
  LEAKPROOF_CHECK(!call.entry.at_most_once() || call.marked);
  call.state = State::kSending;
  call.attempt_began = now;
  ++call.attempts;
  auto channel = channels_.find(call.entry.channel());
  auto deliver = [mailbox = mailbox_, id = call.entry.id()](AttemptResult result) {
    MutexLock lock(mailbox->mutex);
    mailbox->results.emplace_back(id, std::move(result));
    if (mailbox->wake) mailbox->wake->notify();
  };
  if (channel == channels_.end())
    return deliver({AttemptResult::State::kFailed, "no channel '" + call.entry.channel() + "' in this process", {}});
  crash_point(CrashPoint::kBeforePerform);
  channel->second->send(call.entry, std::move(deliver));
}

void Outbox::take_results(Instant now) {
  std::vector<std::pair<std::string, AttemptResult>> results;
  {
    MutexLock lock(mailbox_->mutex);
    results.swap(mailbox_->results);
  }
  for (auto& [id, result] : results) {
    auto found = calls_.find(id);
    if (found == calls_.end() || found->second.state != State::kSending) continue;  // withdrawn meanwhile
    Call& call = found->second;
    release(call);
    if (const auto change = queue_.on_result(call.receiver, result, now))
      receiver_changes_.push_back({call.receiver, *change, result.detail});
    apply_result(call, result, now);
  }
}

void Outbox::apply_result(Call& call, const AttemptResult& result, Instant now) {
  LEAKPROOF_CHECK(call.state == State::kSending && call.attempts >= 1);
  const auto delay = retry_delay(age(call.entry, call.attempt_began));
  if (result.state == AttemptResult::State::kTryAgain && delay && !call.withdrawn) {
    const Duration wish = std::min(result.retry_after.value_or(Duration::zero()), limits::kRetryAfterMax);
    return try_again(call, Backoff(now, std::max(*delay, wish)));
  }
  const bool delivered = result.state == AttemptResult::State::kDelivered;
  finish(call, {delivered ? OutboxOutcome::State::kDelivered : OutboxOutcome::State::kFailed, result.detail,
                call.attempts, result.state == AttemptResult::State::kFailed && result.recipient_gone});
  if (result.state == AttemptResult::State::kTryAgain && !call.withdrawn) give_up_on_those_as_old(call.receiver, now);
}

void Outbox::try_again(Call& call, Backoff before) {
  call.before_next = before;
  if (std::exchange(call.marked, false)) attempts_to_take_back_.push_back(call.entry.id());
  enqueue(call);
}

// When a call was given up for its age and the circuit of its receiver is open, those that are as old need no trial
// call of their own to end.
void Outbox::give_up_on_those_as_old(const std::string& receiver, Instant now) {
  for (const auto& id : queue_.waiting_behind_open_circuit(receiver)) {
    Call& call = calls_.at(id);
    LEAKPROOF_CHECK(call.state == State::kWaiting);
    if (retry_delay(age(call.entry, now))) continue;
    queue_.remove(receiver, id, call.before_next);
    finish(call, {OutboxOutcome::State::kFailed, "given up: the receiver has not answered for days", call.attempts});
  }
}

std::vector<Outbox::Finished> Outbox::take_finished(Instant now, std::size_t at_most) {
  take_results(now);
  std::vector<Finished> finished;
  while (finished.size() < at_most && !finished_.empty()) {
    const auto found = calls_.find(finished_.front());
    finished_.pop_front();
    if (found == calls_.end()) continue;                       // withdrawn
    LEAKPROOF_CHECK(found->second.state == State::kFinished);  // its outcome is told once
    found->second.state = State::kTaken;
    finished.push_back({found->second.entry, found->second.outcome});
  }
  return finished;
}

Instant Outbox::next_due() const { return sending_ < limits::kOutboxInFlightMax ? queue_.next_due() : Instant::max(); }

std::optional<Instant> Outbox::oldest_enqueued() const {
  return by_enqueue_time_.empty() ? std::nullopt : std::optional(by_enqueue_time_.begin()->first);
}

}  // namespace leakproof::stream
