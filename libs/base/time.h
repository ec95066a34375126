// Time as the product sees it: one instant type, one Clock port. Nothing below a main asks the system for the time.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

namespace leakproof {

using Duration = std::chrono::microseconds;
// Microseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
using Instant = std::chrono::sys_time<Duration>;

constexpr Instant instant_from_micros(std::int64_t micros) { return Instant(Duration(micros)); }
constexpr std::int64_t to_micros(Instant instant) { return instant.time_since_epoch().count(); }
// On the wire and in stored rows 0 says that there is none.
constexpr std::int64_t micros_or_zero(const std::optional<Instant>& instant) {
  return instant ? to_micros(*instant) : 0;
}

// Port. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

}  // namespace leakproof
