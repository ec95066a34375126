// Tested by: libs/embedded/embedded_log_test.cc
#include "embedded/stored_records.h"

#include <algorithm>

#include "embedded/layout.h"
#include "embedded/limits.h"

namespace leakproof::embedded {
namespace {

std::int64_t offset_of(const rocksdb::Slice& key, const std::string& prefix) {
  return unpack_number(key.ToStringView().substr(prefix.size()));
}

}  // namespace

Result<Bounds> stored_bounds(rocksdb::DB& database, const rocks::Place& place, const std::string& prefix) {
  std::string begin;
  const auto found = database.Get({}, begin_key(prefix), &begin);
  if (!found.IsNotFound()) LEAKPROOF_TRY(rocks::checked(found, place));
  const stream::Position first(found.ok() ? unpack_number(begin) : 0);

  const std::string upper = rocks::end_of_prefix(prefix);
  const std::unique_ptr<rocksdb::Iterator> at(database.NewIterator({}));
  at->SeekForPrev(upper);
  if (at->Valid() && at->key() == rocksdb::Slice(upper)) at->Prev();
  LEAKPROOF_TRY(rocks::checked(at->status(), place));
  if (!at->Valid() || !at->key().starts_with(prefix)) return Bounds{first, first};
  return Bounds{first, stream::Position(std::max(first.value(), offset_of(at->key(), prefix) + 1))};
}

Status read_stored(rocksdb::DB& database, const rocks::Place& place, const std::string& prefix, stream::Position from,
                   stream::Position end, std::size_t max, std::vector<stream::Record>& out) {
  const std::string upper = record_key(prefix, end.value());
  const rocksdb::Slice bound(upper);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> at(database.NewIterator(options));
  std::int64_t expected = from.value();
  std::size_t bytes = 0;
  for (at->Seek(record_key(prefix, expected)); at->Valid() && max > 0 && bytes <= kReadBytesMax;
       at->Next(), --max, ++expected) {
    if (offset_of(at->key(), prefix) != expected) break;
    auto record = unpack(stream::Offset(expected), at->value().ToStringView());
    if (!record) return fatal(place.path + ": a record cannot be decoded: " + place.if_damaged);
    bytes += at->value().size();
    out.push_back(std::move(*record));
  }
  LEAKPROOF_TRY(rocks::checked(at->status(), place));
  if (expected < end.value() && max > 0 && bytes <= kReadBytesMax) {
    return fatal(place.path + ": offset " + std::to_string(expected) +
                 " is gone: retention has passed the reader, or " + place.if_damaged);
  }
  return {};
}

}  // namespace leakproof::embedded
