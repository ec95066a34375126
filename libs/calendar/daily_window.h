// A window of every local day, such as quiet hours from 21:00 to 08:00. Same rules for clock changes as Schedule, same
// guarantees.
#pragma once
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "calendar/schedule.h"

namespace leakproof::calendar {

class DailyWindow {
 public:
  // Refuses an unknown zone and a window that would cover the whole day.
  static Result<DailyWindow> make(const std::string& zone, LocalInterval window);
  bool contains(Instant at) const { return inside_.is_open(at); }
  // `at` itself when outside, else the moment the window ends.
  Instant next_outside(Instant at) const { return inside_.closing(at).value_or(at); }

 private:
  explicit DailyWindow(Schedule inside) : inside_(std::move(inside)) {}
  Schedule inside_;
};

}  // namespace leakproof::calendar
