// A journal record in memory that many share: all that one read decodes, and the effects made of it, stand in one
// arena, which lives as long as any of them. Spares an allocation and a release a field.
#pragma once
#include <google/protobuf/arena.h>

#include <memory>

#include "leakproof/journal/v1/journal.pb.h"

namespace leakproof::stream {

using SharedArena = std::shared_ptr<google::protobuf::Arena>;

inline SharedArena new_arena(std::size_t block_bytes) {
  google::protobuf::ArenaOptions options;
  options.start_block_size = block_bytes;
  options.max_block_size = 1 << 20;
  return std::make_shared<google::protobuf::Arena>(options);
}

class SharedRecord {
 public:
  SharedRecord() = default;  // none
  explicit SharedRecord(SharedArena arena)
      : arena_(std::move(arena)), record_(google::protobuf::Arena::CreateMessage<journal::v1::Record>(arena_.get())) {}

  explicit operator bool() const { return record_ != nullptr; }
  const journal::v1::Record* operator->() const { return record_; }
  journal::v1::Record* operator->() { return record_; }
  const journal::v1::Record& operator*() const { return *record_; }
  const SharedArena& arena() const { return arena_; }

 private:
  SharedArena arena_;
  journal::v1::Record* record_ = nullptr;
};

}  // namespace leakproof::stream
