// Tested by: libs/stream/stream_test.cc
#include "stream/effect_head.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace leakproof::stream {
namespace {

using google::protobuf::internal::WireFormatLite;
using journal::v1::Effect;

constexpr std::uint32_t kEffectTag =
    WireFormatLite::MakeTag(journal::v1::Record::kEffectFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr std::uint32_t kEpochTag = WireFormatLite::MakeTag(Effect::kEpochFieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr std::uint32_t kSeqTag = WireFormatLite::MakeTag(Effect::kSeqFieldNumber, WireFormatLite::WIRETYPE_VARINT);

}  // namespace

EffectHead head_of(const Effect& effect) { return {effect.epoch(), effect.seq()}; }

std::optional<EffectHead> head_of(std::string_view record) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(record.data()),
                                            static_cast<int>(record.size()));
  std::uint32_t length = 0;
  if (in.ReadTag() != kEffectTag || !in.ReadVarint32(&length) ||
      length != record.size() - static_cast<std::size_t>(in.CurrentPosition()))
    return std::nullopt;
  std::uint64_t epoch = 0, seq = 0;  // an epoch of zero is not written
  std::uint32_t tag = in.ReadTag();
  if (tag == kEpochTag) {
    if (!in.ReadVarint64(&epoch)) return std::nullopt;
    tag = in.ReadTag();
  }
  if (tag != kSeqTag || !in.ReadVarint64(&seq)) return std::nullopt;
  return EffectHead{static_cast<std::int64_t>(epoch), static_cast<std::int64_t>(seq)};
}

}  // namespace leakproof::stream
