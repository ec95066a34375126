#include "calendar/daily_window.h"

namespace leakproof::calendar {

Result<DailyWindow> DailyWindow::make(const std::string& zone, LocalInterval window) {
  if ((window.to - window.from).count() % (24 * 60) == 0)
    return refuse("a daily window must leave part of the day outside");
  Week week;
  week.fill({window});
  LEAKPROOF_ASSIGN(inside, Schedule::make(zone, std::move(week)));
  return DailyWindow(std::move(inside));
}

}  // namespace leakproof::calendar
