#include "embedded/tail.h"

#include <algorithm>

#include "base/check.h"
#include "embedded/layout.h"
#include "embedded/limits.h"

namespace leakproof::embedded {
namespace {
std::size_t bytes_of(const stream::Record& record) {
  return sizeof record + size_of(record.key, record.value, record.headers);
}
}  // namespace

Tail::Tail(stream::TopicPartition of, Bounds bounds, std::size_t bytes_max)
    : of_(std::move(of)),
      prefix_(partition_prefix(of_)),
      bytes_max_(bytes_max),
      next_(bounds.end.value()),
      bounds_(bounds) {}

void Tail::publish(stream::Record record) {
  MutexLock lock(mutex_);
  LEAKPROOF_CHECK(record.offset.value() == bounds_.end.value());
  bounds_.end = after(record.offset);
  newest_bytes_ += bytes_of(record);
  newest_.push_back(std::move(record));
  while (newest_bytes_ > bytes_max_) drop_oldest();
}

void Tail::give_back() {
  MutexLock lock(mutex_);
  next_ = bounds_.end.value();
}

void Tail::ring() {
  MutexLock lock(mutex_);
  for (Signal* signal : listeners_) signal->notify();
}

void Tail::trim(stream::Position before) {
  MutexLock lock(mutex_);
  bounds_.begin = std::max(bounds_.begin, before);
  LEAKPROOF_CHECK(bounds_.begin <= bounds_.end);
  while (!newest_.empty() && newest_.front().offset.value() < before.value()) drop_oldest();
}

Bounds Tail::bounds() const {
  MutexLock lock(mutex_);
  return bounds_;
}

Bounds Tail::read(stream::Position from, std::size_t max, std::vector<stream::Record>& out) const {
  MutexLock lock(mutex_);
  if (newest_.empty() || from.value() < newest_.front().offset.value()) return bounds_;
  std::size_t bytes = 0;
  for (auto i = static_cast<std::size_t>(from.value() - newest_.front().offset.value()); i < newest_.size() && max > 0;
       ++i, --max) {
    out.push_back(newest_[i]);
    if ((bytes += bytes_of(newest_[i])) > kReadBytesMax) break;
  }
  return bounds_;
}

void Tail::listen(Signal& signal) {
  MutexLock lock(mutex_);
  listeners_.push_back(&signal);
}

void Tail::unlisten(Signal& signal) {
  MutexLock lock(mutex_);
  const auto found = std::find(listeners_.begin(), listeners_.end(), &signal);
  LEAKPROOF_CHECK(found != listeners_.end());
  listeners_.erase(found);
}

void Tail::drop_oldest() {
  newest_bytes_ -= bytes_of(newest_.front());
  newest_.pop_front();
}

}  // namespace leakproof::embedded
