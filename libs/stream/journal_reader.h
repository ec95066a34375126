// Reads a journal through the rule. One thread.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "stream/log.h"
#include "stream/reader_rule.h"
#include "stream/shared_record.h"

namespace leakproof::stream {

struct JournalItem {
  Offset offset;
  Instant appended;
  Admission admission;
  EffectHead head;                 // of an effect
  SharedRecord record;             // none when it is no journal record, or an effect that is not wanted
  journal::v1::ReaderState after;  // the rule's state behind this item, to be saved with the position after(offset)
};

class JournalReader {
 public:
  // From a position with the rule's state saved beside it.
  static Result<std::unique_ptr<JournalReader>> open(Log& log, const TopicPartition& of, Position from,
                                                     journal::v1::ReaderState state, Signal& wake);
  // From a position without any saved state: finds the fence in force by stepping back. Reads from that fence on,
  // skipping what is before `from`.
  static Result<std::unique_ptr<JournalReader>> join(Log& log, const TopicPartition& of, Position from, Signal& wake);
  // Saves decoding: of an effect that is not wanted only the head is read. Asked after the record was read from the
  // log.
  using Wanted = std::function<bool(const EffectHead&)>;
  void decode_only(Wanted wanted) { wanted_ = std::move(wanted); }
  // Adds up to about `max` items, without waiting. A record that is no journal record is an item of admission kVoid.
  Status read(std::size_t max, std::vector<JournalItem>& out);
  Position position() const { return position_; }

 private:
  JournalReader(std::unique_ptr<Reader> reader, ReaderRule rule, Position position, Position skip_before)
      : reader_(std::move(reader)), rule_(std::move(rule)), position_(position), skip_before_(skip_before) {}

  JournalItem item_of(const Record& record, const SharedArena& arena);

  std::unique_ptr<Reader> reader_;
  Wanted wanted_;  // empty: all
  ReaderRule rule_;
  Position position_;
  Position skip_before_;
  std::vector<Record> batch_;
};

}  // namespace leakproof::stream
