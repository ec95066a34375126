// Keys and values of the embedded log on disk: docs/formats/embedded-log.md. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "stream/log.h"

namespace leakproof::embedded {

// What every key of a partition's records begins with.
std::string partition_prefix(const stream::TopicPartition& of);
std::string record_key(const std::string& prefix, std::int64_t offset);
std::string begin_key(const std::string& prefix);
std::string partitions_key();

std::string pack_number(std::int64_t number);
std::int64_t unpack_number(std::string_view bytes);

// A record's value on disk, without its offset. unpack: nothing when the bytes are no record.
std::string pack(const stream::Record& record);
std::optional<stream::Record> unpack(stream::Offset offset, std::string_view bytes);

// Bytes a record takes in memory, as far as it matters for a bound.
std::size_t size_of(const std::string& key, const std::string& value, const std::vector<stream::Header>& headers);

}  // namespace leakproof::embedded
