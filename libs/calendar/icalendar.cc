#include "calendar/icalendar.h"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/ascii.h"

namespace leakproof::calendar {
namespace {

using std::chrono::days;
using std::chrono::local_days;

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

std::optional<local_days> date_of(const icaltimetype& time) {
  const std::chrono::year_month_day date{std::chrono::year(time.year),
                                         std::chrono::month(static_cast<unsigned>(time.month)),
                                         std::chrono::day(static_cast<unsigned>(time.day))};
  return icaltime_is_null_time(time) || !date.ok() ? std::nullopt : std::optional(local_days(date));
}

icaltimetype time_of(local_days day) {
  const std::chrono::year_month_day date(day);
  icaltimetype time = icaltime_null_date();
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  return time;
}

// A day, or whole days written as times from midnight to midnight, as Outlook and others do.
bool is_whole_days(const icaltimetype& start, const icaltimetype& end) {
  const auto midnight = [](const icaltimetype& time) { return time.hour == 0 && time.minute == 0 && time.second == 0; };
  if (icaltime_is_date(start)) return true;
  return midnight(start) && !icaltime_is_null_time(end) && midnight(end) && icaltime_compare(start, end) < 0;
}

// One line, whatever was typed.
std::string line_of(const char* text) {
  std::string line = text;
  std::ranges::replace_if(
      line, [](unsigned char c) { return c < ' ' || c == 0x7F; }, ' ');
  return line;
}
std::string name_of(icalcomponent* event) {
  const char* summary = icalcomponent_get_summary(event);
  return summary != nullptr && *summary != '\0' ? line_of(summary) : "without a name";
}
std::string uid_of(icalcomponent* event) {
  const char* uid = icalcomponent_get_uid(event);
  return uid != nullptr ? uid : "";
}

// Collected before anything else is asked: a component has but one place where it is in its list.
std::vector<icalproperty*> properties_of(icalcomponent* event, icalproperty_kind kind) {
  std::vector<icalproperty*> found;
  for (auto* one = icalcomponent_get_first_property(event, kind); one != nullptr;
       one = icalcomponent_get_next_property(event, kind))
    found.push_back(one);
  return found;
}

class Reading {
 public:
  Reading(local_days from, local_days until) : from_(from), until_(until) {}

  void calendar(icalcomponent* calendar) {
    each_event(calendar, [&](icalcomponent* event) {
      if (const auto moved = date_of(icalcomponent_get_recurrenceid(event))) moved_[uid_of(event)].insert(*moved);
    });
    each_event(calendar, [&](icalcomponent* event) { read(event); });
  }

  Result<AllDayEvents> result() && {
    if (!too_much_.empty()) return refuse(too_much_);
    if (all_day_ == 0)
      return refuse("no all-day event in it" + (events_.skipped.empty() ? "" : ": " + events_.skipped.front()));
    for (const auto& [date, name] : found_) events_.days.push_back({date, name});
    return std::move(events_);
  }

 private:
  template <class Visit>
  static void each_event(icalcomponent* calendar, Visit visit) {
    for (auto* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event != nullptr;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
      visit(event);
  }

  void read(icalcomponent* event) {
    if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) return;
    const auto start = icalcomponent_get_dtstart(event);
    const auto end = icalcomponent_get_dtend(event);  // the day after the last; unset: one day
    const auto first = date_of(start), after = icaltime_is_null_time(end) ? first : date_of(end);
    if (!first || !after) return skip(event, "has a DTSTART or DTEND that cannot be read");
    if (!is_whole_days(start, end)) return skip(event, "has a time of day");
    for (auto* error : properties_of(event, ICAL_XLICERROR_PROPERTY))
      skip(event, "has a line that cannot be read: " + line_of(icalproperty_get_xlicerror(error)));
    ++all_day_;
    for (const local_days day : occurrences(event, start)) add(event, day, std::max(days(1), *after - *first));
  }

  // First days: by DTSTART, RRULE and RDATE, without those of EXDATE and those that were moved.
  std::set<local_days> occurrences(icalcomponent* event, const icaltimetype& start) {
    std::set<local_days> found{*date_of(start)};
    for (auto* rule : properties_of(event, ICAL_RRULE_PROPERTY))
      repeat(event, icalproperty_get_rrule(rule), start, found);
    for (auto* more : properties_of(event, ICAL_RDATE_PROPERTY)) {
      if (const auto day = date_of(icalproperty_get_rdate(more).time)) found.insert(*day);
    }
    for (auto* less : properties_of(event, ICAL_EXDATE_PROPERTY)) {
      if (const auto day = date_of(icalproperty_get_exdate(less))) found.erase(*day);
    }
    if (icaltime_is_null_time(icalcomponent_get_recurrenceid(event))) {
      for (const local_days day : moved_[uid_of(event)]) found.erase(day);
    }
    return found;
  }

  void repeat(icalcomponent* event, icalrecurrencetype rule, const icaltimetype& start, std::set<local_days>& found) {
    const bool within_a_day = rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE ||
                              rule.freq == ICAL_HOURLY_RECURRENCE;
    // libical takes either an end or a count; with an end it does not search for what comes after.
    int left = rule.count > 0 ? rule.count : kICalendarDaysMax;
    rule.count = 0;
    if (icaltime_is_null_time(rule.until) || icaltime_compare(time_of(until_), rule.until) < 0)
      rule.until = time_of(until_);
    const bool too_many = !too_much_.empty() || hopeless_rules_ > kHopelessRulesMax;
    const std::unique_ptr<icalrecur_iterator, Free> next(
        within_a_day || too_many ? nullptr : icalrecur_iterator_new(rule, start));
    if (next == nullptr) return no_rule(event);
    for (auto day = date_of(icalrecur_iterator_next(next.get())); day && left > 0;
         day = date_of(icalrecur_iterator_next(next.get()))) {
      if (!count(event)) return;
      found.insert(*day);
      --left;
    }
  }
  void no_rule(icalcomponent* event) {
    skip(event, "repeats by a rule that cannot be followed: its first day only");
    if (++hopeless_rules_ > kHopelessRulesMax && too_much_.empty())
      too_much_ = "'" + name_of(event) + "': more than 20 rules of the file cannot be followed: is it one of days off?";
  }

  void add(icalcomponent* event, local_days first, days length) {
    const std::string name = name_of(event);
    for (local_days day = std::max(first, from_); day < std::min(first + length, until_) && count(event);
         day += days(1))
      found_.emplace(day, name);
  }
  // One day more is looked at; false when it is one too many.
  bool count(icalcomponent* event) {
    if (++days_ > kICalendarDaysMax && too_much_.empty())
      too_much_ = "'" + name_of(event) + "': with it the file holds more than " + std::to_string(kICalendarDaysMax) +
                  " days: take it out";
    return too_much_.empty();
  }

  void skip(icalcomponent* event, const std::string& why) {
    if (events_.skipped.size() < kSkippedMax) events_.skipped.push_back("'" + name_of(event) + "' " + why);
  }

  local_days from_, until_;
  std::map<std::string, std::set<local_days>> moved_;  // repetitions that an event of their own stands for, by UID
  std::map<local_days, std::string> found_;
  AllDayEvents events_;
  std::string too_much_;  // set once a limit is crossed: at which event, and what to do
  int hopeless_rules_ = 0;
  int days_ = 0, all_day_ = 0;
};

// Why a text is not worth parsing; empty when it is.
std::string objection(std::string_view text) {
  if (text.size() > kICalendarBytesMax) return "larger than 10 MiB: export less of the calendar";
  // libical makes the best of half a file; half of the holidays are not what anybody wants.
  const bool whole =
      lower_case(text).find("end:vcalendar") != std::string::npos && text.find('\0') == std::string_view::npos;
  if (!whole) return "not a whole iCalendar file: expected BEGIN:VCALENDAR and, at its end, END:VCALENDAR";
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > kICalendarLineMax)
      return "line " + std::to_string(line) + " is longer than 65536 bytes: fold it, or take it out";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return "";
}

}  // namespace

Result<AllDayEvents> read_icalendar(std::string_view text, local_days from, local_days until) {
  if (const auto why = objection(text); !why.empty()) return refuse(why);
  static const bool survives = [] {
    icalerror_set_errors_are_fatal(0);  // libical would end the process
    return true;
  }();
  const std::unique_ptr<icalcomponent, Free> parsed(survives ? icalparser_parse_string(std::string(text).c_str())
                                                             : nullptr);
  Reading reading(from, until);
  if (parsed != nullptr && icalcomponent_isa(parsed.get()) == ICAL_VCALENDAR_COMPONENT) reading.calendar(parsed.get());
  // Several calendars in a file stand below a root that the parser makes.
  for (auto* one = parsed ? icalcomponent_get_first_component(parsed.get(), ICAL_VCALENDAR_COMPONENT) : nullptr;
       one != nullptr; one = icalcomponent_get_next_component(parsed.get(), ICAL_VCALENDAR_COMPONENT))
    reading.calendar(one);
  return std::move(reading).result();
}

}  // namespace leakproof::calendar
