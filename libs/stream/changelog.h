// A compacted changelog: the store of one partition, key by key, with the journal position it stands for. Record: key =
// the store's key, value = journal.v1.StateChange without its key, nothing = deleted. Each group of records ends with
// the position (key "p"). Any prefix that holds a position restores: what compaction took from it was changed again
// behind that position, and the journal tells.
#pragma once
#include <optional>

#include "leakproof/journal/v1/journal.pb.h"
#include "stream/published_topics.h"
#include "stream/store.h"

namespace leakproof::stream {

NewRecord changelog_record(const Change& change);
Result<Change> change_of(const Record& record);

// The position of the last group, or nothing when there is none. Reads the end of the changelog only; takes some round
// trips.
Result<std::optional<journal::v1::StorePosition>> last_position(Log& log, const std::string& stage,
                                                                std::int32_t partition);

// Copies a changelog into an empty store, a bounded slice a step, without waiting. One thread.
class Restore {
 public:
  // References outlive it; the log has published topics.
  static Result<std::unique_ptr<Restore>> begin(Log& log, const std::string& stage, std::int32_t partition,
                                                Store& store, Signal& wake);
  // True when there may be more at once.
  Result<bool> step();
  // Everything is copied; the store has a position unless the changelog is empty.
  bool done() const { return reader_->at_end(); }
  std::size_t records() const { return records_; }

 private:
  Restore(std::unique_ptr<ReaderToEnd> reader, Store& store) : reader_(std::move(reader)), store_(store) {}

  std::unique_ptr<ReaderToEnd> reader_;
  Store& store_;
  std::optional<std::string> position_;
  std::size_t records_ = 0;
};

}  // namespace leakproof::stream
