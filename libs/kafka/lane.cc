#include "kafka/lane.h"

#include "kafka/limits.h"

namespace leakproof::kafka {

// Under the lock, so that the producer's order is the lane's.
bool Lane::append(stream::Appended done, const Send& send) {
  MutexLock lock(mutex_);
  Delivery& delivery = deliveries_.emplace_back(Delivery{*this, std::move(done), std::nullopt});
  Status sent = may_send();
  if (sent.ok()) sent = send(delivery);
  if (sent.ok()) return true;
  delivery.outcome = sent.error();
  stopped_ = stopped_ || after_error_ == AfterError::kStop;
  return false;
}

Status Lane::may_send() const {
  if (stopped_) return refence(name_ + ": an append has failed before: claim again");
  if (deliveries_.size() > kLaneRecordsMax) return retry(name_ + ": too much is under way");
  return {};
}

void Lane::report(Delivery& delivery, Result<stream::Offset> outcome) {
  Lane& lane = delivery.lane;
  {
    MutexLock lock(lane.mutex_);
    lane.stopped_ = lane.stopped_ || (lane.after_error_ == AfterError::kStop && !outcome.ok());
    delivery.outcome = std::move(outcome);
  }
  lane.answer();
}

void Lane::answer() {
  MutexLock lock(mutex_);
  while (!deliveries_.empty() && deliveries_.front().outcome) {
    const stream::Appended done = std::move(deliveries_.front().done);
    Result<stream::Offset> outcome = answer_to(deliveries_.front());
    deliveries_.pop_front();
    if (!done) continue;
    answering_ = true;
    lock.unlock();
    done(std::move(outcome));
    lock.lock();
    answering_ = false;
    answered_.notify_all();
  }
}

// Nothing succeeds behind a failure.
Result<stream::Offset> Lane::answer_to(const Delivery& delivery) {
  Result<stream::Offset> outcome =
      delivery.outcome ? *delivery.outcome
                       : Result<stream::Offset>(refence(name_ + ": given up before it was acknowledged"));
  if (failed_)
    outcome = refence(outcome.ok() ? name_ + ": a record before this one has failed: claim again"
                                   : outcome.error().message());
  failed_ = failed_ || (after_error_ == AfterError::kStop && !outcome.ok());
  return outcome;
}

void Lane::close() {
  MutexLock lock(mutex_);
  stopped_ = true;
  answered_.wait(lock, [this]() LEAKPROOF_REQUIRES(mutex_) { return !answering_; });
  std::vector<std::pair<stream::Appended, Result<stream::Offset>>> rest;
  for (Delivery& delivery : deliveries_) {
    if (delivery.done) rest.emplace_back(std::exchange(delivery.done, nullptr), answer_to(delivery));
  }
  closed_ = true;
  lock.unlock();
  for (auto& [done, outcome] : rest) done(std::move(outcome));
}

bool Lane::closed_and_reported() const {
  MutexLock lock(mutex_);
  return closed_ && deliveries_.empty();
}

bool Lane::answered() const {
  MutexLock lock(mutex_);
  return deliveries_.empty();
}

}  // namespace leakproof::kafka
