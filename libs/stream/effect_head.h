// The first two fields of an effect, read without the rest: all that the reading rule needs.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "leakproof/journal/v1/journal.pb.h"

namespace leakproof::stream {

struct EffectHead {
  std::int64_t epoch = 0;
  std::int64_t seq = 0;
};

EffectHead head_of(const journal::v1::Effect& effect);
// Of a record's bytes. Nothing when it is no effect, is cut short, or was written by an encoder that orders fields
// otherwise: parse it then.
std::optional<EffectHead> head_of(std::string_view record);

}  // namespace leakproof::stream
