// Tested by: libs/stream/stream_test.cc
#include "stream/journal_reader.h"

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/signal.h"
#include "stream/limits.h"

namespace leakproof::stream {
namespace {

constexpr std::size_t kArenaBlock = 16 << 10;

// Reads [start, end) and returns the offset of the last fence in it. The records are known to be there: an adapter that
// has not fetched them yet rings the signal when it has.
Result<std::optional<Position>> last_fence_in(Log& log, const TopicPartition& of, Position start, Position end) {
  Signal fetched;
  LEAKPROOF_ASSIGN(reader, log.reader(of, start, fetched));
  std::optional<Position> found;
  std::vector<Record> batch;
  for (Position at = start; at < end;) {
    batch.clear();
    LEAKPROOF_TRY(reader->read(limits::kReadBatch, batch));
    if (batch.empty()) fetched.wait_for(std::chrono::milliseconds(100));
    for (auto& record : batch) {
      at = after(record.offset);
      journal::v1::Record parsed;
      if (at <= end && parsed.ParseFromString(record.value) && parsed.has_fence())
        found = Position(record.offset.value());
    }
  }
  return found;
}

// The position of the fence in force at `before`, or `oldest` when there is none. Steps back in growing strides.
Result<Position> fence_before(Log& log, const TopicPartition& of, Position before, Position oldest) {
  for (std::int64_t stride = 64;; stride *= 4) {
    const Position start(std::max(oldest.value(), before.value() - stride));
    LEAKPROOF_ASSIGN(found, last_fence_in(log, of, start, before));
    if (found) return *found;
    if (start == oldest) return oldest;
  }
}

}  // namespace

Result<std::unique_ptr<JournalReader>> JournalReader::open(Log& log, const TopicPartition& of, Position from,
                                                           journal::v1::ReaderState state, Signal& wake) {
  LEAKPROOF_ASSIGN(reader, log.reader(of, from, wake));
  return std::unique_ptr<JournalReader>(new JournalReader(std::move(reader), ReaderRule(std::move(state)), from, from));
}

Result<std::unique_ptr<JournalReader>> JournalReader::join(Log& log, const TopicPartition& of, Position from,
                                                           Signal& wake) {
  LEAKPROOF_ASSIGN(oldest, log.begin(of));
  LEAKPROOF_ASSIGN(start, fence_before(log, of, std::max(from, oldest), oldest));
  LEAKPROOF_ASSIGN(reader, log.reader(of, start, wake));
  return std::unique_ptr<JournalReader>(new JournalReader(std::move(reader), ReaderRule(), start, from));
}

JournalItem JournalReader::item_of(const Record& record, const SharedArena& arena) {
  JournalItem item{record.offset, record.appended, Admission::kVoid, {}, {}, {}};
  const auto head = wanted_ ? head_of(record.value) : std::nullopt;
  if (head && !wanted_(*head)) {
    item.head = *head;
    item.admission = rule_.admit(*head);
  } else if (SharedRecord whole(arena); whole->ParseFromString(record.value)) {
    item.head = head_of(whole->effect());
    item.admission = rule_.admit(record.offset, *whole);
    item.record = std::move(whole);
  }
  LEAKPROOF_CHECK(item.admission != Admission::kCounts || item.head.epoch == rule_.state().epoch());
  item.after = rule_.state();
  return item;
}

Status JournalReader::read(std::size_t max, std::vector<JournalItem>& out) {
  batch_.clear();
  LEAKPROOF_TRY(reader_->read(max, batch_));
  if (batch_.empty()) return {};
  const auto arena = new_arena(kArenaBlock);
  for (auto& record : batch_) {
    JournalItem item = item_of(record, arena);
    LEAKPROOF_CHECK(record.offset.value() >= position_.value());  // the log reads forward
    position_ = after(record.offset);
    if (record.offset.value() >= skip_before_.value()) out.push_back(std::move(item));
  }
  return {};
}

}  // namespace leakproof::stream
