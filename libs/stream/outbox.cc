#include "stream/outbox.h"

#include "base/crash_point.h"
#include "stream/limits.h"
#include "stream/store_layout.h"

namespace leakproof::stream {

std::optional<Duration> retry_delay(int attempts) {
  using namespace std::chrono_literals;
  static constexpr Duration kDelays[] = {5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
  if (attempts < 1 || attempts > static_cast<int>(std::size(kDelays))) return std::nullopt;
  return kDelays[attempts - 1];
}

Outbox::Outbox(const Channels& channels, Signal& wake) : channels_(channels), mailbox_(std::make_shared<Mailbox>()) {
  mailbox_->wake = &wake;
}

Outbox::~Outbox() {
  std::lock_guard lock(mailbox_->mutex);
  mailbox_->wake = nullptr;
}

void Outbox::offer(const journal::v1::OutboxEntry& entry, bool attempted) {
  auto [at, fresh] = calls_.try_emplace(entry.id());
  if (!fresh) return;
  Call& call = at->second;
  call.entry = entry;
  call.receiver = receiver_of(entry);
  if (attempted) {  // the marker is there and nobody here knows of the call: it may have been made before a crash
    call.state = State::kFinished;
    call.outcome = {OutboxOutcome::State::kUnknown, "a crash came between the attempt and its outcome", 1};
  }
}

std::string Outbox::receiver_of(const journal::v1::OutboxEntry& entry) const {
  const auto channel = channels_.find(entry.channel());
  const std::string whom = channel == channels_.end() ? "" : channel->second->receiver(entry);
  return whom.empty() ? "" : entry.channel() + " " + whom;
}

bool Outbox::Receiver::free(Instant now) const {
  const bool trusted = failures < limits::kReceiverFailuresMax;
  return performing < (trusted ? limits::kReceiverPerformingMax : 1) && before_next.over(now);
}

void Outbox::began(const Call& call) {
  ++performing_;
  if (!call.receiver.empty()) ++receivers_[call.receiver].performing;
}
void Outbox::ended(const Call& call) {
  --performing_;
  if (!call.receiver.empty()) --receivers_[call.receiver].performing;
}

// What an answer says of its receiver.
void Outbox::learn(const Call& call, const Attempt& attempt, Instant now) {
  if (call.receiver.empty()) return;
  Receiver& receiver = receivers_[call.receiver];
  if (attempt.state != Attempt::State::kTryAgain) {
    receiver.failures = 0, receiver.before_next = {};
    return;
  }
  ++receiver.failures;
  const Duration wish = std::min(attempt.retry_after.value_or(Duration::zero()), limits::kRetryAfterMax);
  const Duration pause = receiver.failures < limits::kReceiverFailuresMax ? Duration::zero() : limits::kReceiverPause;
  if (wish + pause > Duration::zero()) receiver.before_next = Pause(now, std::max(wish, pause));
}

void Outbox::marked(const std::string& id) {
  auto found = calls_.find(id);
  if (found == calls_.end()) return;
  found->second.marked = true;
  if (found->second.state == State::kMarking) found->second.state = State::kWaiting;
}

void Outbox::removed(const std::string& id) {
  auto found = calls_.find(id);
  if (found == calls_.end()) return;
  if (found->second.state == State::kPerforming) ended(found->second);
  calls_.erase(found);
}

Status Outbox::reload(const Store& store) {
  std::map<std::string, Call> known = std::exchange(calls_, {});
  performing_ = 0;
  for (auto& [key, receiver] : receivers_) receiver.performing = 0;
  std::map<std::string, bool> attempted;
  LEAKPROOF_TRY(store.scan("a", "", [&](auto key, auto) { return attempted[std::string(key.substr(1))] = true; }));
  Status parsed;
  LEAKPROOF_TRY(store.scan("o", "", [&](auto, auto value) {
    journal::v1::OutboxEntry entry;
    if (!entry.ParseFromArray(value.data(), static_cast<int>(value.size())))
      return parsed = fatal("a stored outbox entry is damaged"), false;
    const bool started = attempted.contains(entry.id());
    auto before = known.find(entry.id());
    // A marker that we have not been told of is another owner's, who may have made the call.
    if (before == known.end() || (started && !before->second.marked)) return offer(entry, started), true;
    Call call = std::move(before->second);
    if (call.state == State::kMarking) call.state = State::kWaiting;
    if (call.state == State::kTaken) call.state = State::kFinished;
    if (call.state == State::kPerforming) began(call);
    calls_.emplace(entry.id(), std::move(call));
    return true;
  }));
  return parsed;
}

std::vector<std::string> Outbox::start_due(Instant now, std::size_t at_most) {
  collect(now);
  std::vector<std::string> to_mark;
  for (auto& [id, call] : calls_) {
    if (at_most == 0 || performing_ >= limits::kOutboxPerformingMax) break;
    if (call.state != State::kWaiting || !call.before_next.over(now)) continue;
    if (!call.receiver.empty() && !receivers_[call.receiver].free(now)) continue;
    --at_most;
    if (call.entry.at_most_once() && !call.marked) {
      call.state = State::kMarking;
      to_mark.push_back(id);
    } else {
      perform(call);
    }
  }
  return to_mark;
}

void Outbox::perform(Call& call) {
  call.state = State::kPerforming;
  began(call);
  ++call.attempts;
  auto channel = channels_.find(call.entry.channel());
  auto answer = [mailbox = mailbox_, id = call.entry.id()](Attempt attempt) {
    std::lock_guard lock(mailbox->mutex);
    mailbox->answers.emplace_back(id, std::move(attempt));
    if (mailbox->wake) mailbox->wake->notify();
  };
  if (channel == channels_.end()) return answer({Attempt::State::kFailed, "no channel '" + call.entry.channel() + "' in this process", {}});
  crash_point(CrashPoint::kBeforePerform);
  channel->second->perform(call.entry, std::move(answer));
}

void Outbox::collect(Instant now) {
  std::vector<std::pair<std::string, Attempt>> answers;
  {
    std::lock_guard lock(mailbox_->mutex);
    answers.swap(mailbox_->answers);
  }
  for (auto& [id, attempt] : answers) {
    auto found = calls_.find(id);
    if (found == calls_.end() || found->second.state != State::kPerforming) continue;  // withdrawn meanwhile
    ended(found->second);
    learn(found->second, attempt, now);
    judge(found->second, attempt, now);
  }
}

void Outbox::judge(Call& call, const Attempt& attempt, Instant now) {
  auto delay = retry_delay(call.attempts);
  if (attempt.state == Attempt::State::kTryAgain && delay) {
    call.state = State::kWaiting;
    const Duration wish = std::min(attempt.retry_after.value_or(Duration::zero()), limits::kRetryAfterMax);
    call.before_next = Pause(now, std::max(*delay, wish));
    return;
  }
  const bool delivered = attempt.state == Attempt::State::kDelivered;
  call.state = State::kFinished;
  call.outcome = {delivered ? OutboxOutcome::State::kDelivered : OutboxOutcome::State::kFailed, attempt.detail, call.attempts};
}

std::vector<Outbox::Finished> Outbox::take_finished(Instant now, std::size_t at_most) {
  collect(now);
  std::vector<Finished> finished;
  for (auto& [id, call] : calls_) {
    if (finished.size() >= at_most) break;
    if (call.state != State::kFinished) continue;
    call.state = State::kTaken;
    finished.push_back({call.entry, call.outcome});
  }
  return finished;
}

Instant Outbox::next_due() const {
  Instant next = Instant::max();
  for (auto& [id, call] : calls_) {
    if (call.state != State::kWaiting) continue;
    const auto receiver = receivers_.find(call.receiver);
    const Instant whom = receiver == receivers_.end() ? Instant::min() : receiver->second.before_next.until();
    next = std::min(next, std::max(call.before_next.until(), whom));
  }
  return next;
}

}  // namespace leakproof::stream
