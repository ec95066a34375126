#include "stream/follower.h"

#include "base/check.h"
#include "stream/limits.h"
#include "stream/topics.h"

namespace leakproof::stream {

class Follower::Waiting final : public CommandReplies::PendingReply {
 public:
  Waiting(Follower& follower, const Key& key, Match match) : follower_(follower), match_(std::move(match)) {
    MutexLock lock(follower_.mutex_);
    place_ = follower_.waiting_.emplace(key, this);
  }
  ~Waiting() override {
    MutexLock lock(follower_.mutex_);
    follower_.waiting_.erase(place_);
  }
  std::optional<lead::v1::Event> wait(Duration timeout) override {
    MutexLock lock(follower_.mutex_);
    follower_.replied_.wait_for(lock, timeout,
                                [this]() LEAKPROOF_REQUIRES(follower_.mutex_) { return reply_.has_value(); });
    return reply_;
  }
  // Under the follower's mutex, which the analysis does not see to be the same one.
  bool take(const lead::v1::Event& event) LEAKPROOF_NO_THREAD_SAFETY_ANALYSIS {
    if (reply_ || !match_(event)) return false;
    reply_ = event;
    return true;
  }

 private:
  Follower& follower_;
  Match match_;
  std::multimap<Key, Waiting*>::iterator place_;
  std::optional<lead::v1::Event> reply_ LEAKPROOF_GUARDED_BY(follower_.mutex_);
};

Status Follower::start() {
  LEAKPROOF_CHECK(sources_.empty());
  for (auto& stage : stages_) {
    for (std::int32_t partition = 0; partition < log_.partitions(); ++partition) {
      const TopicPartition journal{topics::journal_of(stage), partition};
      LEAKPROOF_ASSIGN(end, log_.end(journal));
      LEAKPROOF_ASSIGN(reader, JournalReader::join(log_, journal, end, wake_));
      reader->decode_only([this](auto&) { return awaited(); });  // a wait begins before its reply is appended
      sources_.push_back({stage, std::move(reader)});
    }
  }
  return {};
}

Result<bool> Follower::step() {
  bool progressed = false;
  std::vector<JournalItem> items;
  for (auto& source : sources_) {
    items.clear();
    LEAKPROOF_TRY(source.reader->read(limits::kReadBatch, items));
    progressed = progressed || !items.empty();
    for (auto& item : items) {
      if (item.admission == Admission::kCounts && item.record) tell(source.stage, item.record->effect());
    }
  }
  return progressed;
}

bool Follower::awaited() {
  MutexLock lock(mutex_);
  return !waiting_.empty();
}

void Follower::tell(const std::string& stage, const journal::v1::Effect& effect) {
  MutexLock lock(mutex_);
  if (waiting_.empty()) return;
  bool any = false;
  for (auto& event : effect.events()) {
    auto [from, to] = waiting_.equal_range({stage, event.command_id()});
    for (; from != to; ++from) any |= from->second->take(event);
  }
  if (any) replied_.notify_all();
}

std::unique_ptr<CommandReplies::PendingReply> Follower::expect(const std::string& stage, const std::string& command_id,
                                                               Match match) {
  return std::make_unique<Waiting>(*this, Key(stage, command_id), std::move(match));
}

}  // namespace leakproof::stream
