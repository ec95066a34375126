// Answers questions about time read from stdin, for calendar_oracle_test.py, which works the same ones out by itself. A
// line begins with what is asked and a zone, and goes on, all times in microseconds:
//   working: the week as seven fields of hours ("-" for none, "," between) · days that differ as date[=hours[+hours]]
//     ("-" for none) · an instant and an amount of working time → open (0/1), next opening ("-" for never), when the
//     amount is over, the working time to then
//   quiet: a daily window · an instant → inside (0/1), when it is outside
//   day: an instant → number of its day, week and month, and when the next one of each begins
// Exit code 1 on a line that cannot be read.
#include <iostream>
#include <sstream>

#include "base/time_text.h"
#include "calendar/daily_window.h"
#include "calendar/local_day.h"
#include "calendar/schedule.h"

namespace leakproof::calendar {
namespace {

std::vector<std::string> parts_of(const std::string& list, char between = ',') {
  std::vector<std::string> parts;
  std::istringstream rest(list == "-" ? "" : list);
  for (std::string part; std::getline(rest, part, between);) parts.push_back(part);
  return parts;
}

Status add_hours(const std::vector<std::string>& texts, std::vector<LocalInterval>& into) {
  for (const auto& text : texts) {
    LEAKPROOF_ASSIGN(interval, parse_local_interval(text));
    into.push_back(interval);
  }
  return {};
}

Result<Schedule> read_schedule(const std::string& zone, std::istream& in) {
  std::string text;
  Week week;
  for (auto& day : week) {
    in >> text;
    LEAKPROOF_TRY(add_hours(parts_of(text), day));
  }
  std::vector<Holiday> holidays;
  in >> text;
  for (const auto& entry : parts_of(text)) {
    LEAKPROOF_ASSIGN(date, parse_date(entry.substr(0, 10)));
    holidays.push_back({date});
    if (entry.size() > 11) LEAKPROOF_TRY(add_hours(parts_of(entry.substr(11), '+'), holidays.back().open));
  }
  return Schedule::make(zone, std::move(week), std::move(holidays));
}

std::int64_t micros(Instant at) { return at.time_since_epoch().count(); }

bool answer_working(const std::string& zone, std::istream& in) {
  const auto schedule = read_schedule(zone, in);
  std::int64_t at = 0, working = 0;
  if (!schedule.ok() || !(in >> at >> working)) return false;
  const Instant from{Duration(at)};
  const Instant due = schedule->add_working(from, Duration(working));
  const auto opening = schedule->next_opening(from);
  std::cout << schedule->is_open(from) << ' ' << (opening ? std::to_string(micros(*opening)) : "-") << ' '
            << micros(due) << ' ' << schedule->working_between(from, due).count() << '\n';
  return true;
}

bool answer_quiet(const std::string& zone, std::istream& in) {
  std::string hours;
  std::int64_t at = 0;
  if (!(in >> hours >> at)) return false;
  const auto window = parse_local_interval(hours);
  const auto quiet = window.ok() ? DailyWindow::make(zone, *window) : window.error();
  if (!quiet.ok()) return false;
  const Instant when{Duration(at)};
  std::cout << quiet->contains(when) << ' ' << micros(quiet->next_outside(when)) << '\n';
  return true;
}

bool answer_day(const std::string& zone, std::istream& in) {
  std::int64_t at = 0;
  if (!(in >> at)) return false;
  const Instant when{Duration(at)};
  std::cout << local_day(zone, when) << ' ' << local_week(zone, when) << ' ' << local_month(zone, when) << ' '
            << micros(next_local_day(zone, when)) << ' ' << micros(next_local_week(zone, when)) << ' '
            << micros(next_local_month(zone, when)) << '\n';
  return true;
}

bool answer(const std::string& line) {
  std::istringstream in(line);
  std::string asked, zone;
  in >> asked >> zone;
  if (asked == "working") return answer_working(zone, in);
  return asked == "quiet" ? answer_quiet(zone, in) : asked == "day" && answer_day(zone, in);
}

}  // namespace
}  // namespace leakproof::calendar

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    if (leakproof::calendar::answer(line)) continue;
    std::cerr << "cannot read: " << line << '\n';
    return 1;
  }
}
