// Integers as bytes that sort like the numbers: keys of stores and logs.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"

namespace leakproof {
inline void append_big_endian(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}
inline std::uint64_t read_big_endian(std::string_view bytes) {
  LEAKPROOF_CHECK(bytes.size() >= 8);
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}
}  // namespace leakproof
