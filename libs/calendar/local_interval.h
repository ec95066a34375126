// A stretch of local time as configuration writes it: "08:00-12:00". Pure; any thread.
#pragma once
#include <chrono>
#include <string_view>

#include "base/result.h"

namespace leakproof::calendar {

// In minutes since midnight of the day it starts on. `to` at or before `from` means the next day.
struct LocalInterval {
  std::chrono::minutes from{};  // 0 … 1439
  std::chrono::minutes to{};    // 0 … 1440
  bool operator==(const LocalInterval&) const = default;
};

// "08:00-12:00", "22:00-06:00", "00:00-24:00"; any other text is refused with what is expected.
Result<LocalInterval> parse_local_interval(std::string_view text);

}  // namespace leakproof::calendar
