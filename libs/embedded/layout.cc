#include "embedded/layout.h"

#include "base/big_endian.h"
#include "leakproof/journal/v1/stored_record.pb.h"

namespace leakproof::embedded {

std::string pack_number(std::int64_t number) {
  std::string bytes;
  append_big_endian(bytes, static_cast<std::uint64_t>(number));
  return bytes;
}

std::int64_t unpack_number(std::string_view bytes) { return static_cast<std::int64_t>(read_big_endian(bytes)); }

std::string partition_prefix(const stream::TopicPartition& of) { return of.topic + '\0' + pack_number(of.partition); }
std::string record_key(const std::string& prefix, std::int64_t offset) { return prefix + pack_number(offset); }
std::string begin_key(const std::string& prefix) { return std::string("\0begin\0", 7) + prefix; }
std::string partitions_key() { return std::string("\0partitions", 11); }

std::string pack(const stream::Record& record) {
  journal::v1::StoredRecord stored;
  stored.set_appended_micros(to_micros(record.appended));
  stored.set_key(record.key);
  stored.set_value(record.value);
  for (const stream::Header& header : record.headers) {
    auto* to = stored.add_headers();
    to->set_name(header.name);
    to->set_value(header.value);
  }
  return stored.SerializeAsString();
}

std::optional<stream::Record> unpack(stream::Offset offset, std::string_view bytes) {
  journal::v1::StoredRecord stored;
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  stream::Record record{offset,
                        instant_from_micros(stored.appended_micros()),
                        std::move(*stored.mutable_key()),
                        std::move(*stored.mutable_value()),
                        {}};
  for (auto& header : *stored.mutable_headers()) {
    record.headers.push_back({std::move(*header.mutable_name()), std::move(*header.mutable_value())});
  }
  return record;
}

std::size_t size_of(const std::string& key, const std::string& value, const std::vector<stream::Header>& headers) {
  std::size_t size = key.size() + value.size();
  for (const stream::Header& header : headers) size += header.name.size() + header.value.size();
  return size;
}

}  // namespace leakproof::embedded
