// What the clocks of a zone show, by the machine's zone data, or by what is known from before: governments change their
// clocks, and a moment that was looked at once must come out the same for ever. ZoneTrace notes what was used of the
// data and takes its place when the same is asked again. One thread a trace; the rest is free to call from any thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace date {
class time_zone;
}

namespace leakproof::calendar {

// A stretch of time [from, until), in seconds since 1970, in which the clocks of a zone stood still to UTC.
struct ZoneStretch {
  std::string zone;
  std::int64_t from = 0, until = 0;
  std::int32_t offset = 0;  // seconds east of UTC
  auto operator<=>(const ZoneStretch&) const = default;
};

// The clocks by which something was counted.
struct Clocks {
  std::string zone_data;  // the version of the data
  std::vector<ZoneStretch> zones;
  bool operator==(const Clocks&) const = default;
};

// While it lives, what this thread asks of zones is answered from `known` where that says it, and noted. What the
// innermost does not know, the one around it may.
class ZoneTrace {
 public:
  explicit ZoneTrace(std::vector<ZoneStretch> known = {});
  ~ZoneTrace();
  ZoneTrace(const ZoneTrace&) = delete;
  ZoneTrace& operator=(const ZoneTrace&) = delete;
  // By zone and time, each once.
  std::vector<ZoneStretch> used() const;

 private:
  friend class ZoneClock;
  std::vector<ZoneStretch> known_, used_;
  ZoneTrace* before_;
};

class ZoneClock {
 public:
  // As ZoneStretch, of this zone.
  struct Stretch {
    std::int64_t from = 0, until = 0;
    std::int32_t offset = 0;
  };
  explicit ZoneClock(const date::time_zone& zone) : zone_(zone) {}
  Stretch stretch_at(Instant at) const;
  Instant to_local(Instant at) const { return at + std::chrono::seconds(stretch_at(at).offset); }
  // The first instant at which the clocks show `local`, given as if it were UTC, or the moment of the jump over it.
  Instant first_at(Instant local) const;

 private:
  void note(const Stretch& stretch) const;

  const date::time_zone& zone_;
};

// The version of the zone data as this process has it, and as it stands on the disk now; "2026b", or "unknown".
const std::string& zone_data_version();
std::string zone_data_on_disk();

}  // namespace leakproof::calendar
