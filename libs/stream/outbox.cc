#include "stream/outbox.h"

#include <algorithm>

#include "base/crash_point.h"
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
  std::lock_guard lock(mailbox_->mutex);
  mailbox_->wake = nullptr;
}

void Outbox::offer(const journal::v1::OutboxEntry& entry, bool attempted, Instant now) {
  auto [at, fresh] = calls_.try_emplace(entry.id());
  if (!fresh) return;
  Call& call = at->second;
  call.entry = entry;
  if (entry.enqueued_micros() == 0) call.entry.set_enqueued_micros(to_micros(now));
  call.receiver = receiver_of(entry);
  ages_.emplace(enqueued(call.entry), entry.id());
  if (!attempted) return wait(call);
  // The marker is there and nobody here knows of the call: it may have been made before a crash.
  finish(call, {OutboxOutcome::State::kUnknown, "a crash came between the attempt and its outcome", 1});
}

std::string Outbox::receiver_of(const journal::v1::OutboxEntry& entry) const {
  const auto channel = channels_.find(entry.channel());
  const std::string whom = channel == channels_.end() ? "" : channel->second->receiver(entry);
  return whom.empty() ? "" : entry.channel() + " " + whom;
}

void Outbox::wait(Call& call) {
  call.state = State::kWaiting;
  queue_.wait(call.receiver, call.entry.id(), call.before_next);
}

void Outbox::ended(const Call& call) {
  --sending_;
  queue_.ended(call.receiver);
}

void Outbox::finish(Call& call, OutboxOutcome outcome) {
  call.state = State::kFinished;
  call.outcome = std::move(outcome);
  finished_.push_back(call.entry.id());
}

void Outbox::marked(const std::string& id) {
  auto found = calls_.find(id);
  if (found == calls_.end()) return;
  found->second.marked = true;
  if (found->second.state == State::kMarking) wait(found->second);
}

void Outbox::removed(const std::string& id) {
  auto found = calls_.find(id);
  if (found == calls_.end()) return;
  const Call& call = found->second;
  if (call.state == State::kSending) ended(call);
  if (call.state == State::kWaiting) queue_.forget(call.receiver, id, call.before_next);
  ages_.erase({enqueued(call.entry), id});
  calls_.erase(found);
}

Status Outbox::reload(const Store& store, Instant now) {
  std::map<std::string, Call> known = std::exchange(calls_, {});
  queue_.restart();
  finished_.clear(), ages_.clear();
  sending_ = 0;
  std::map<std::string, bool> attempted;
  LEAKPROOF_TRY(store.scan("a", "", [&](auto key, auto) { return attempted[std::string(key.substr(1))] = true; }));
  Status parsed;
  LEAKPROOF_TRY(store.scan("o", "", [&](auto, auto value) {
    journal::v1::OutboxEntry entry;
    if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size())))
      return parsed = fatal("a stored outbox entry is damaged"), false;
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
  if (before == known.end() || (attempted && !before->second.marked)) return offer(entry, attempted, now);
  Call& call = calls_.emplace(entry.id(), std::move(before->second)).first->second;
  ages_.emplace(enqueued(call.entry), entry.id());
  switch (call.state) {
    case State::kWaiting:
    case State::kMarking:
      return wait(call);
    case State::kSending:
      ++sending_;
      return queue_.began(call.receiver);
    case State::kFinished:
    case State::kTaken:
      return finish(call, std::move(call.outcome));
  }
}

std::vector<std::string> Outbox::start_due(Instant now, std::size_t at_most) {
  collect(now);
  std::vector<std::string> to_mark;
  for (; at_most > 0 && sending_ < limits::kOutboxPerformingMax; --at_most) {
    const auto id = queue_.take(now);
    if (!id) break;
    Call& call = calls_.at(*id);
    ++sending_;
    if (!call.entry.at_most_once() || call.marked) {
      send(call, now);
      continue;
    }
    call.state = State::kMarking;
    ended(call);
    to_mark.push_back(*id);
  }
  return to_mark;
}

void Outbox::send(Call& call, Instant now) {
  call.state = State::kSending;
  call.began = now;
  ++call.attempts;
  auto channel = channels_.find(call.entry.channel());
  auto answer = [mailbox = mailbox_, id = call.entry.id()](AttemptResult attempt) {
    std::lock_guard lock(mailbox->mutex);
    mailbox->answers.emplace_back(id, std::move(attempt));
    if (mailbox->wake) mailbox->wake->notify();
  };
  if (channel == channels_.end())
    return answer({AttemptResult::State::kFailed, "no channel '" + call.entry.channel() + "' in this process", {}});
  crash_point(CrashPoint::kBeforePerform);
  channel->second->send(call.entry, std::move(answer));
}

void Outbox::collect(Instant now) {
  std::vector<std::pair<std::string, AttemptResult>> answers;
  {
    std::lock_guard lock(mailbox_->mutex);
    answers.swap(mailbox_->answers);
  }
  for (auto& [id, attempt] : answers) {
    auto found = calls_.find(id);
    if (found == calls_.end() || found->second.state != State::kSending) continue;  // withdrawn meanwhile
    ended(found->second);
    if (const auto down = queue_.learn(found->second.receiver, attempt, now))
      turns_.push_back({found->second.receiver, *down, attempt.detail});
    judge(found->second, attempt, now);
  }
}

void Outbox::judge(Call& call, const AttemptResult& attempt, Instant now) {
  const auto delay = retry_delay(age(call.entry, call.began));
  if (attempt.state == AttemptResult::State::kTryAgain && delay) {
    const Duration wish = std::min(attempt.retry_after.value_or(Duration::zero()), limits::kRetryAfterMax);
    call.before_next = Backoff(now, std::max(*delay, wish));
    return wait(call);
  }
  const bool delivered = attempt.state == AttemptResult::State::kDelivered;
  finish(call,
         {delivered ? OutboxOutcome::State::kDelivered : OutboxOutcome::State::kFailed, attempt.detail, call.attempts});
  if (attempt.state == AttemptResult::State::kTryAgain) give_up_with(call.receiver, now);
}

// Once a call to a receiver that answers nobody was given up for its age, those that are as old need no call of their
// own to end.
void Outbox::give_up_with(const std::string& receiver, Instant now) {
  for (const auto& id : queue_.stuck(receiver)) {
    Call& call = calls_.at(id);
    if (retry_delay(age(call.entry, now))) continue;
    queue_.forget(receiver, id, call.before_next);
    finish(call, {OutboxOutcome::State::kFailed, "given up: the receiver has not answered for days", call.attempts});
  }
}

std::vector<Outbox::Finished> Outbox::take_finished(Instant now, std::size_t at_most) {
  collect(now);
  std::vector<Finished> finished;
  while (finished.size() < at_most && !finished_.empty()) {
    const auto found = calls_.find(finished_.front());
    finished_.pop_front();
    if (found == calls_.end()) continue;  // withdrawn
    found->second.state = State::kTaken;
    finished.push_back({found->second.entry, found->second.outcome});
  }
  return finished;
}

Instant Outbox::next_due() const {
  return sending_ < limits::kOutboxPerformingMax ? queue_.next_due() : Instant::max();
}

std::optional<Instant> Outbox::oldest() const {
  return ages_.empty() ? std::nullopt : std::optional(ages_.begin()->first);
}

}  // namespace leakproof::stream
