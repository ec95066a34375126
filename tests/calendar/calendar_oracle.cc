// Answers working-time questions read from stdin, for calendar_oracle_test.py, which works the same ones out by itself.
// A line is: zone · the week as seven fields of hours ("-" for none, "," between) · holidays as date[=hours] ("-" for none) ·
// an instant and an amount of working time, in microseconds. The answer is: open (0/1), next opening ("-" for never), the due
// time of the amount, and the working time from the instant to it. Exit code 1 on a line that cannot be read.
#include <iostream>
#include <sstream>

#include "calendar/schedule.h"

namespace leakproof::calendar {
namespace {

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream rest(list == "-" ? "" : list);
  for (std::string part; std::getline(rest, part, ',');) parts.push_back(part);
  return parts;
}

Result<Schedule> read_schedule(std::istream& in) {
  std::string zone, text;
  in >> zone;
  Week week;
  for (auto& day : week) {
    in >> text;
    for (const auto& hours : parts_of(text)) {
      LEAKPROOF_ASSIGN(interval, parse_local_interval(hours));
      day.push_back(interval);
    }
  }
  std::vector<Holiday> holidays;
  in >> text;
  for (const auto& entry : parts_of(text)) {
    LEAKPROOF_ASSIGN(date, parse_date(entry.substr(0, 10)));
    holidays.push_back({date, std::nullopt});
    if (entry.size() <= 11) continue;
    LEAKPROOF_ASSIGN(interval, parse_local_interval(entry.substr(11)));
    holidays.back().open = interval;
  }
  return Schedule::make(zone, std::move(week), std::move(holidays));
}

bool answer(const std::string& line) {
  std::istringstream in(line);
  const auto schedule = read_schedule(in);
  std::int64_t at = 0, working = 0;
  if (!schedule.ok() || !(in >> at >> working)) return false;
  const Instant from{Duration(at)};
  const Instant due = schedule->add_working(from, Duration(working));
  const auto opening = schedule->next_opening(from);
  std::cout << schedule->is_open(from) << ' ' << (opening ? std::to_string(opening->time_since_epoch().count()) : "-") << ' '
            << due.time_since_epoch().count() << ' ' << schedule->working_between(from, due).count() << '\n';
  return true;
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
