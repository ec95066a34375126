#include "calendar/schedule.h"

#include <date/tz.h>

#include <algorithm>

#include "base/time_text.h"
#include "calendar/local_interval.h"
#include "calendar/zone_clock.h"
#include "calendar/zone_names.h"

namespace leakproof::calendar {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr minutes kDay{24 * 60};
constexpr int kYearDays = 366;
constexpr int kHorizonDays = 10 * kYearDays;
// Instants outside are taken as these, so that no sum of times can overflow.
constexpr Instant kEarliest = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
constexpr Instant kLatest = std::chrono::sys_days(std::chrono::year(9999) / 1 / 1);

// The first instant at which a clock in the zone shows `local` or later.
Instant to_instant(const date::time_zone& zone, local_days day, minutes of_day) {
  return ZoneClock(zone).first_at(Instant(day.time_since_epoch() + of_day));
}

local_days local_day(const date::time_zone& zone, Instant at) {
  return local_days(std::chrono::floor<days>(ZoneClock(zone).to_local(at)).time_since_epoch());
}

bool legal(const LocalInterval& hours) {
  return hours.from >= minutes(0) && hours.from < kDay && hours.to >= minutes(0) && hours.to <= kDay;
}

minutes end_of(const LocalInterval& hours) { return hours.to <= hours.from ? hours.to + kDay : hours.to; }

Result<const date::time_zone*> zone_of(const std::string& name) {
  if (!zone_exists(name)) return refuse("unknown time zone '" + name + "': use an IANA name such as Asia/Ho_Chi_Minh");
  return date::locate_zone(name);
}

}  // namespace

Result<Schedule> Schedule::make(const std::string& zone, Week week, std::vector<Holiday> holidays) {
  Schedule schedule;
  LEAKPROOF_ASSIGN(found, zone_of(zone));
  schedule.zone_ = found;
  bool opens = false, all_legal = true;
  const auto take = [&](std::vector<LocalInterval>& hours) {
    std::ranges::sort(hours, {}, &LocalInterval::from);
    all_legal = all_legal && std::ranges::all_of(hours, legal);
    opens = opens || !hours.empty();
  };
  for (auto& hours : week) take(hours);
  for (auto& holiday : holidays) take(holiday.open);
  if (!all_legal) return refuse("hours start between 00:00 and 23:59 and end by 24:00");
  if (!opens) return refuse("the schedule never opens: give at least one day hours");
  std::ranges::sort(holidays, {}, &Holiday::date);
  const auto twice = std::ranges::adjacent_find(holidays, {}, &Holiday::date);
  if (twice != holidays.end()) return refuse(format_date(twice->date) + " is listed twice: keep one");
  schedule.week_ = std::move(week);
  schedule.holidays_ = std::move(holidays);
  return schedule;
}

Result<Schedule> Schedule::in_zone(const std::string& zone) const {
  Schedule there = *this;
  LEAKPROOF_ASSIGN(found, zone_of(zone));
  if (zone_ != nullptr) there.zone_ = found;
  return there;
}

const Schedule& Schedule::always_open() {
  static const Schedule schedule;
  return schedule;
}

const std::vector<LocalInterval>& Schedule::hours_of(local_days day) const {
  const auto holiday = std::ranges::lower_bound(holidays_, day, {}, &Holiday::date);
  if (holiday != holidays_.end() && holiday->date == day) return holiday->open;
  return week_[std::chrono::weekday(day).iso_encoding() - 1];
}

template <class Visit>
void Schedule::walk(Instant from, int days_ahead, Visit visit) const {
  Instant covered = std::clamp(from, kEarliest, kLatest);  // all before this is visited or past
  if (zone_ == nullptr) {
    visit(Stretch{covered, covered + days(days_ahead)});
    return;
  }
  const local_days yesterday = local_day(*zone_, covered) - days(1);  // whose shift may reach into today
  for (local_days day = yesterday; day <= yesterday + days(days_ahead + 1); day += days(1)) {
    for (const auto& hours : hours_of(day)) {
      const Instant begin = std::max(covered, to_instant(*zone_, day, hours.from));
      const Instant end = to_instant(*zone_, day, end_of(hours));
      if (begin >= end) continue;
      if (!visit(Stretch{begin, end})) return;
      covered = end;
    }
  }
}

bool Schedule::is_open(Instant at) const {
  bool open = zone_ == nullptr;
  if (zone_ != nullptr) {
    walk(at, 1, [&](Stretch stretch) {
      open = stretch.begin <= at && at < stretch.end;
      return false;
    });
  }
  return open;
}

std::optional<Instant> Schedule::next_opening(Instant from) const {
  std::optional<Instant> opening;
  walk(from, kYearDays, [&](Stretch stretch) {
    opening = stretch.begin;
    return false;
  });
  return opening;
}

std::optional<Instant> Schedule::closing(Instant at) const {
  Instant closing = at;
  walk(at, kYearDays, [&](Stretch stretch) {
    if (stretch.begin > closing) return false;
    closing = stretch.end;
    return true;
  });
  return closing > at && closing < at + days(kYearDays) ? std::optional(closing) : std::nullopt;
}

Instant Schedule::add_working(Instant from, Duration working) const {
  Instant due = from;
  if (working <= Duration::zero()) return due;
  walk(from, kHorizonDays, [&](Stretch stretch) {
    const Duration used = std::min(working, stretch.end - stretch.begin);
    working -= used;
    due = stretch.begin + used;
    return working > Duration::zero();
  });
  return working > Duration::zero() ? std::clamp(from, kEarliest, kLatest) + days(kHorizonDays) : due;
}

Duration Schedule::working_between(Instant from, Instant to) const {
  Duration sum{};
  walk(from, kHorizonDays, [&](Stretch stretch) {
    if (stretch.begin >= to) return false;
    sum += std::min(stretch.end, to) - stretch.begin;
    return stretch.end < to;
  });
  return sum;
}

}  // namespace leakproof::calendar
