// Tested by: libs/stream/stream_test.cc
// Source: org.apache.kafka.common.utils.Utils.murmur2 and BuiltInPartitioner.partitionForKey.
#include <cstring>

#include "stream/log.h"

namespace leakproof::stream {
namespace {

std::uint32_t murmur2(std::string_view data) {
  constexpr std::uint32_t m = 0x5bd1e995;
  std::uint32_t h = 0x9747b28cu ^ static_cast<std::uint32_t>(data.size());
  while (data.size() >= 4) {
    std::uint32_t k;
    std::memcpy(&k, data.data(), 4);  // little-endian, as Kafka composes it
    k *= m;
    k ^= k >> 24;
    k *= m;
    h = h * m ^ k;
    data.remove_prefix(4);
  }
  for (std::size_t i = data.size(); i-- > 0;)
    h ^= static_cast<std::uint32_t>(static_cast<unsigned char>(data[i])) << (8 * i);
  if (!data.empty()) h *= m;
  h ^= h >> 13;
  h *= m;
  h ^= h >> 15;
  return h;
}

}  // namespace

std::int32_t partition_of(std::string_view key, std::int32_t partitions) {
  LEAKPROOF_CHECK(partitions >= 1);
  return static_cast<std::int32_t>(murmur2(key) & 0x7fffffff) % partitions;
}

}  // namespace leakproof::stream
