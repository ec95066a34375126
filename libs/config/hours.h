// The hours of a schedule's record, as libs/calendar takes them. Pure.
#pragma once
#include <vector>

#include "base/result.h"
#include "calendar/schedule.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {

struct Hours {
  calendar::Week week;
  std::vector<calendar::Holiday> holidays;  // days off, one-off days and those of calendars, in the record's order
};
// Refuses a weekday, a date or hours that are none; the calendar refuses what is left.
Result<Hours> read_hours(const v1::Schedule& schedule);

}  // namespace leakproof::config
