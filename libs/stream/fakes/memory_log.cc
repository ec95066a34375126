// Tested by: libs/stream/stream_test.cc
#include "stream/fakes/memory_log.h"

namespace leakproof::stream {

class MemoryLog::AppenderOf final : public Appender {
 public:
  AppenderOf(MemoryLog& log, TopicPartition to) : log_(log), to_(std::move(to)) {}
  ~AppenderOf() override { log_.fail(this); }
  void append(NewRecord record, Appended done) override {
    if (failed_) return done(refence("an append before this one failed"));
    log_.submit({to_, std::move(record),
                 [this, done = std::move(done)](Result<Offset> result) {
                   failed_ = failed_ || !result.ok();
                   done(std::move(result));
                 },
                 this});
  }

 private:
  MemoryLog& log_;
  TopicPartition to_;
  bool failed_ = false;
};

class MemoryLog::ReaderOf final : public Reader {
 public:
  ReaderOf(MemoryLog& log, TopicPartition from, Position start, Signal& wake)
      : log_(log), from_(std::move(from)), at_(start.value()), wake_(wake) {
    std::lock_guard lock(log_.mutex_);
    log_.listeners_.insert({from_, &wake_});
  }
  ~ReaderOf() override {
    std::lock_guard lock(log_.mutex_);
    log_.listeners_.erase(log_.listeners_.find({from_, &wake_}));
  }
  Status read(std::size_t max, std::vector<Record>& out) override {
    std::lock_guard lock(log_.mutex_);
    auto& topic = log_.topics_[from_];
    if (at_ < topic.base) return fatal("position " + std::to_string(at_) + " of " + from_.topic + " is no longer kept");
    for (; max > 0 && at_ - topic.base < static_cast<std::int64_t>(topic.records.size()); --max)
      out.push_back(topic.records[at_++ - topic.base]);
    return {};
  }

 private:
  MemoryLog& log_;
  TopicPartition from_;
  std::int64_t at_;
  Signal& wake_;
};

Result<std::unique_ptr<Appender>> MemoryLog::appender(const TopicPartition& to) {
  return std::unique_ptr<Appender>(std::make_unique<AppenderOf>(*this, to));
}

Result<std::unique_ptr<Reader>> MemoryLog::reader(const TopicPartition& from, Position start, Signal& wake) {
  return std::unique_ptr<Reader>(std::make_unique<ReaderOf>(*this, from, start, wake));
}

Result<Position> MemoryLog::begin(const TopicPartition& of) {
  std::lock_guard lock(mutex_);
  return Position(topics_[of].base);
}
Result<Position> MemoryLog::end(const TopicPartition& of) {
  std::lock_guard lock(mutex_);
  return Position(topics_[of].base + static_cast<std::int64_t>(topics_[of].records.size()));
}

Offset MemoryLog::push(const TopicPartition& to, NewRecord record) {
  std::lock_guard lock(mutex_);
  auto& topic = topics_[to];
  const Offset offset(topic.base + static_cast<std::int64_t>(topic.records.size()));
  topic.records.push_back({offset, Instant(), std::move(record.key), std::move(record.value), std::move(record.headers)});
  for (auto& [where, signal] : listeners_) {
    if (where == to) signal->notify();
  }
  return offset;
}

void MemoryLog::submit(Pending pending) {
  std::lock_guard lock(mutex_);
  if (corked_.contains(pending.to.topic)) return pending_.push_back(std::move(pending));
  const Offset offset = push(pending.to, std::move(pending.record));
  pending.done(offset);
}

std::deque<MemoryLog::Pending> MemoryLog::take(const std::string& topic) {
  std::lock_guard lock(mutex_);
  corked_.erase(topic);
  std::deque<Pending> taken, kept;
  for (auto& pending : pending_) (pending.to.topic == topic ? taken : kept).push_back(std::move(pending));
  pending_ = std::move(kept);
  return taken;
}

void MemoryLog::uncork(const std::string& topic) {
  for (auto& pending : take(topic)) {
    const Offset offset = push(pending.to, std::move(pending.record));
    pending.done(offset);
  }
}
void MemoryLog::lose_acks(const std::string& topic) {
  for (auto& pending : take(topic)) {
    push(pending.to, std::move(pending.record));
    pending.done(refence("the acknowledgement was lost"));
  }
}
void MemoryLog::drop(const std::string& topic) {
  for (auto& pending : take(topic)) pending.done(refence("the append timed out"));
}

void MemoryLog::fail(void* by) {
  std::lock_guard lock(mutex_);
  std::deque<Pending> kept;
  for (auto& pending : pending_) {
    if (pending.by != by)
      kept.push_back(std::move(pending));
    else
      pending.done(refence("the appender was destroyed"));
  }
  pending_ = std::move(kept);
}

void MemoryLog::trim(const TopicPartition& of, Position before) {
  std::lock_guard lock(mutex_);
  auto& topic = topics_[of];
  for (; topic.base < before.value() && !topic.records.empty(); ++topic.base) topic.records.pop_front();
}

std::vector<Record> MemoryLog::records(const TopicPartition& of) const {
  std::lock_guard lock(mutex_);
  auto found = topics_.find(of);
  return found == topics_.end() ? std::vector<Record>() : std::vector<Record>(found->second.records.begin(), found->second.records.end());
}

}  // namespace leakproof::stream
