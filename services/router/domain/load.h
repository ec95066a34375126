// What somebody has and may have: open work, and new leads of the running hour, day, week and month. Of members and of
// pools alike. Pure.
#pragma once
#include <optional>

namespace leakproof::router {

enum class Reason;

struct Load {
  int open = 0;
  int hour = 0;   // a clock hour, UTC
  int day = 0;    // a local day
  int week = 0;   // from Monday, local
  int month = 0;  // of the local calendar
  bool operator==(const Load&) const = default;
  bool empty() const { return *this == Load(); }
};

enum class Cap { kOpen, kHour, kDay, kWeek, kMonth };

// The first cap that is reached; a cap of 0 is none.
std::optional<Cap> reached(const Load& caps, const Load& load);
Reason member_at(Cap cap);  // kAtCapOpen …
Reason pool_at(Cap cap);    // kPoolAtCapOpen …

}  // namespace leakproof::router
