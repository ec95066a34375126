#include "router/domain/hold_order.h"

#include <bit>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <limits>

namespace leakproof::router {
namespace {
constexpr std::uint64_t kTopBit = std::uint64_t{1} << 63;

// Ascending like the number itself: IEEE 754 bits are ordered by magnitude.
std::uint64_t ordered(double value) {
  if (std::isnan(value)) value = -std::numeric_limits<double>::infinity();
  const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);  // one zero
  return bits & kTopBit ? ~bits : bits | kTopBit;
}
}  // namespace

std::string hold_key(double score, Instant inquired) {
  char text[33];
  std::snprintf(text, sizeof text, "%016" PRIx64 "%016" PRIx64, ~ordered(score),
                static_cast<std::uint64_t>(to_micros(inquired)) ^ kTopBit);
  return text;
}

}  // namespace leakproof::router
