// Tested by: libs/stream/restore_test.cc
#include "stream/changelog.h"

#include <algorithm>

#include "base/check.h"
#include "base/signal.h"
#include "stream/limits.h"
#include "stream/store_layout.h"
#include "stream/topics.h"

namespace leakproof::stream {
namespace {

// The last position in [start, end); the records before a known end may yet have to be fetched.
Result<std::optional<journal::v1::StorePosition>> last_position_from(Log& log, const TopicPartition& of,
                                                                     Position start) {
  Signal fetched;
  LEAKPROOF_ASSIGN(reader, log.published()->reader_to_end(of, start, fetched));
  std::optional<journal::v1::StorePosition> found;
  std::vector<Record> batch;
  while (!reader->at_end()) {
    batch.clear();
    LEAKPROOF_TRY(reader->read(limits::kReadBatch, batch));
    if (batch.empty() && !reader->at_end()) fetched.wait_for(std::chrono::milliseconds(100));
    for (auto& record : batch) {
      if (record.key != kPositionKey) continue;
      LEAKPROOF_ASSIGN(change, change_of(record));
      if (!change.value || !found.emplace().ParseFromString(*change.value))
        return fatal("a position in " + of.topic + " does not parse");
    }
  }
  return found;
}

}  // namespace

NewRecord changelog_record(const Change& change) {
  LEAKPROOF_CHECK(!change.key.empty());  // compaction goes by it
  if (!change.value) return {change.key, "", {}};
  journal::v1::StateChange written;
  written.set_value(*change.value);
  return {change.key, written.SerializeAsString(), {}};
}

Result<Change> change_of(const Record& record) {
  if (record.value.empty()) return Change{record.key, std::nullopt};
  journal::v1::StateChange written;
  if (!written.ParseFromString(record.value) || !written.has_value()) {
    return fatal("record " + std::to_string(record.offset.value()) + " of a changelog is none of ours");
  }
  return Change{record.key, std::move(*written.mutable_value())};
}

Result<std::optional<journal::v1::StorePosition>> last_position(Log& log, const std::string& stage,
                                                                std::int32_t partition) {
  const TopicPartition of{topics::changelog_of(stage), partition};
  LEAKPROOF_ASSIGN(oldest, log.begin(of));
  LEAKPROOF_ASSIGN(end, log.end(of));
  if (end < oldest)
    return fatal(of.topic + " ends before it begins: records of it are lost; docs/runbooks/journal-lost.md");
  for (std::int64_t stride = 64;; stride *= 8) {
    const Position start(std::max(oldest.value(), end.value() - stride));
    LEAKPROOF_ASSIGN(found, last_position_from(log, of, start));
    if (found || start == oldest) return found;
  }
}

Result<std::unique_ptr<Restore>> Restore::begin(Log& log, const std::string& stage, std::int32_t partition,
                                                Store& store, Signal& wake) {
  const TopicPartition from{topics::changelog_of(stage), partition};
  LEAKPROOF_ASSIGN(oldest, log.begin(from));
  LEAKPROOF_ASSIGN(reader, log.published()->reader_to_end(from, oldest, wake));
  return std::unique_ptr<Restore>(new Restore(std::move(reader), store));
}

// The position is written last of all: a store whose restore was cut short has none and is wiped.
Result<bool> Restore::step() {
  std::vector<Record> batch;
  LEAKPROOF_TRY(reader_->read(limits::kRestoreBatch, batch));
  std::vector<Change> changes;
  changes.reserve(batch.size());
  for (auto& record : batch) {
    LEAKPROOF_ASSIGN(change, change_of(record));
    if (change.key == kPositionKey)
      position_ = std::move(change.value);
    else
      changes.push_back(std::move(change));
  }
  LEAKPROOF_TRY(store_.apply(changes));
  records_ += batch.size();
  if (done() && position_) LEAKPROOF_TRY(store_.apply({{kPositionKey, position_}}));
  return !batch.empty() && !done();
}

}  // namespace leakproof::stream
