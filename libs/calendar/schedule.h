// When somebody works: a week of local hours in a zone, with holidays and one-off days, and arithmetic in working time
// over it. A shift is a stretch between two instants: its local start and end are converted once each, so a day with a
// clock change is shorter or longer by the change. A local time that occurs twice means its first pass, one that is
// skipped means the moment of the jump. Values: immutable after make, cheap to copy but for the lists, free to use from
// any thread.
#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "calendar/local_interval.h"

namespace date {
class time_zone;
}

namespace leakproof::calendar {

// Hours by the day they start on; index 0 is Monday. Shifts may overlap: time counts once.
using Week = std::array<std::vector<LocalInterval>, 7>;

// A date that differs from its weekday: closed, or open at other hours. A shift that began the evening before still
// ends as planned.
struct Holiday {
  std::chrono::local_days date;
  std::vector<LocalInterval> open = {};  // half a day, or a day of special opening; none: closed
};

class Schedule {
 public:
  // Refuses an unknown zone, times outside the day, a date twice, and hours that never open.
  static Result<Schedule> make(const std::string& zone, Week week, std::vector<Holiday> holidays = {});
  // Around the clock, every day.
  static const Schedule& always_open();

  // The same hours by the clock of another zone; around the clock stays that. Refuses an unknown zone.
  Result<Schedule> in_zone(const std::string& zone) const;

  bool is_open(Instant at) const;
  // `from` itself while open; nullopt when nothing opens within a year.
  std::optional<Instant> next_opening(Instant from) const;
  // The end of the stretch that is open at `at`; nullopt while closed, or when nothing closes within a year.
  std::optional<Instant> closing(Instant at) const;
  // The moment at which `working` time has passed since `from`; `from` itself for none. At most ten years on, where it
  // stops.
  Instant add_working(Instant from, Duration working) const;
  // Open time in [from, to); zero when `to` is not after `from`. working_between(t, add_working(t, d)) == d. Looks at
  // most ten years ahead.
  Duration working_between(Instant from, Instant to) const;

 private:
  struct Stretch {
    Instant begin, end;
  };
  Schedule() = default;
  // Calls visit(Stretch) for the open time from `from` on, in order and without overlap (stretches may touch), until
  // visit returns false or `days` are over.
  template <class Visit>
  void walk(Instant from, int days, Visit visit) const;
  const std::vector<LocalInterval>& hours_of(std::chrono::local_days day) const;

  const date::time_zone* zone_ = nullptr;  // null: always open. Lives as long as the process.
  Week week_;
  std::vector<Holiday> holidays_;  // by date
};

}  // namespace leakproof::calendar
