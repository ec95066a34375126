// Tested by: libs/stream/stream_test.cc
#include "stream/fakes/memory_log.h"

#include <algorithm>

#include "base/signal.h"

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

class MemoryLog::ReaderOf final : public ReaderToEnd {
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
    auto next = std::lower_bound(topic.records.begin(), topic.records.end(), at_,
                                 [](auto& r, auto at) { return r.offset.value() < at; });
    for (; max > 0 && next != topic.records.end(); --max, ++next) {
      out.push_back(*next);
      at_ = after(next->offset).value();
    }
    at_end_ = next == topic.records.end();
    return {};
  }
  bool at_end() const override { return at_end_; }

 private:
  MemoryLog& log_;
  TopicPartition from_;
  std::int64_t at_;
  Signal& wake_;
  bool at_end_ = false;
};

class MemoryLog::PublisherOf final : public Publisher {
 public:
  PublisherOf(MemoryLog& log, std::string name) : log_(log), name_(std::move(name)) {}
  Status claim() override {
    for (auto& one : std::exchange(log_.unfinished_[name_], {})) log_.push(one.to, one.record);
    claim_ = ++log_.publishers_[name_];
    return {};
  }
  Status publish(const std::vector<Publication>& group) override {
    if (claim_ != log_.publishers_[name_]) return refence("another publisher has claimed " + name_);
    const auto outcome = std::exchange(log_.next_publication_, NextPublication::kSucceeds);
    if (outcome == NextPublication::kIsLost) return refence("the group was lost");
    if (outcome == NextPublication::kComesWithTheNextClaim) {
      log_.unfinished_[name_] = group;
      return refence("no answer");
    }
    for (auto& one : group) log_.push(one.to, one.record);
    return outcome == NextPublication::kSucceeds ? Status() : refence("the answer was lost");
  }

 private:
  MemoryLog& log_;
  const std::string name_;
  int claim_ = -1;
};

Result<std::unique_ptr<Appender>> MemoryLog::appender(const TopicPartition& to) {
  return std::unique_ptr<Appender>(std::make_unique<AppenderOf>(*this, to));
}

Result<std::unique_ptr<Reader>> MemoryLog::reader(const TopicPartition& from, Position start, Signal& wake) {
  return std::unique_ptr<Reader>(std::make_unique<ReaderOf>(*this, from, start, wake));
}

std::unique_ptr<Publisher> MemoryLog::publisher(const std::string& name) {
  return std::make_unique<PublisherOf>(*this, name);
}

Result<std::unique_ptr<ReaderToEnd>> MemoryLog::reader_to_end(const TopicPartition& of, Position start, Signal& wake) {
  return std::unique_ptr<ReaderToEnd>(std::make_unique<ReaderOf>(*this, of, start, wake));
}

Result<Position> MemoryLog::begin(const TopicPartition& of) {
  std::lock_guard lock(mutex_);
  return Position(topics_[of].base);
}
Result<Position> MemoryLog::end(const TopicPartition& of) {
  std::lock_guard lock(mutex_);
  return Position(topics_[of].end);
}

Offset MemoryLog::push(const TopicPartition& to, NewRecord record) {
  std::lock_guard lock(mutex_);
  auto& topic = topics_[to];
  const Offset offset(topic.end++);
  topic.records.push_back(
      {offset, Instant(), std::move(record.key), std::move(record.value), std::move(record.headers)});
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
  while (!topic.records.empty() && topic.records.front().offset.value() < before.value()) topic.records.pop_front();
  topic.base = std::max(topic.base, std::min(before.value(), topic.end));
}

void MemoryLog::compact(const TopicPartition& of) {
  std::lock_guard lock(mutex_);
  auto& records = topics_[of].records;
  std::map<std::string, Offset> last;
  for (auto& record : records) last.insert_or_assign(record.key, record.offset);
  std::erase_if(records, [&](auto& record) { return record.value.empty() || last.at(record.key) != record.offset; });
}

std::vector<Record> MemoryLog::records(const TopicPartition& of) const {
  std::lock_guard lock(mutex_);
  auto found = topics_.find(of);
  return found == topics_.end() ? std::vector<Record>()
                                : std::vector<Record>(found->second.records.begin(), found->second.records.end());
}

}  // namespace leakproof::stream
