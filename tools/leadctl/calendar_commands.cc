// Days off out of a calendar file, and the hours of a schedule day by day; no server needed.
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/time_text.h"
#include "calendar/icalendar.h"
#include "calendar/local_day.h"
#include "calendar/shipped.h"
#include "config/compile.h"
#include "config/format.h"
#include "config/hours.h"
#include "leadctl/commands.h"
#include "text/utf8.h"

namespace leakproof::leadctl {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::days;
using std::chrono::local_days;

struct CalendarOptions {
  std::string file, schedule, from, until;
};

// Both ends are part of it.
struct Span {
  local_days first, last;
};

local_days today(const std::string& zone) {
  return local_days(days(calendar::local_day(zone, std::chrono::floor<Duration>(std::chrono::system_clock::now()))));
}
// This year and the next two.
Span calendar_years() {
  const auto year = std::chrono::year_month_day(today("UTC")).year();
  return {local_days(year / 1 / 1), local_days((year + std::chrono::years(2)) / 12 / 31)};
}

// As --from and --until say; a span of the usual length when only its begin is told.
Result<Span> span_of(const CalendarOptions& options, Span usual) {
  Span span = usual;
  if (!options.from.empty()) {
    LEAKPROOF_ASSIGN(from, parse_date(options.from));
    span = {from, from + (usual.last - usual.first)};
  }
  if (!options.until.empty()) {
    LEAKPROOF_ASSIGN(until, parse_date(options.until));
    span.last = until;
  }
  if (span.last < span.first) return refuse("--until is before --from");
  if (span.last - span.first > days(3660)) return refuse("more than ten years: ask for less");
  return span;
}

void import_file(Session& session, const CalendarOptions& options) {
  const auto text = read_input(session, options.file);
  if (!text) return;
  const auto span = span_of(options, calendar_years());
  if (!span.ok()) return session.fail(ExitCode::kUsage, span.error().message());
  const auto events = calendar::read_icalendar(*text, span->first, span->last + days(1));
  if (!events.ok()) return session.fail(ExitCode::kInput, options.file + ": " + events.error().message());
  for (const auto& [date, name] : events->days) {
    if (!text::is_utf8(name))
      return session.fail(ExitCode::kInput, options.file + ": the name of " + format_date(date) +
                                                " is not UTF-8: save the file as UTF-8");
  }
  for (const auto& line : events->skipped) session.err << options.file << ": " << printable(line) << '\n';
  if (session.json) {
    Json all = Json::array();
    for (const auto& [date, name] : events->days) all.push_back({{"date", format_date(date)}, {"name", name}});
    session.out << Json{{"days", all}, {"skipped", events->skipped}}.dump(2, ' ', false, Json::error_handler_t::replace)
                << '\n';
  } else if (!events->days.empty()) {
    session.out << "    holidays:\n";
    for (const auto& [date, name] : events->days)
      session.out << "      - " << format_date(date) << "  # " << printable(name) << '\n';
  }
  if (!events->skipped.empty()) session.exit_code = ExitCode::kNegative;  // what is there may be half of it
  if (!events->days.empty()) return;
  session.fail(ExitCode::kNegative, options.file + ": no day off from " + format_date(span->first) + " to " +
                                        format_date(span->last) + ": ask for other days with --from and --until");
}

// What the record says about a date.
struct Day {
  std::vector<std::string> hours;
  std::string why;  // empty: as every week
};
Day day_of(const config::v1::Schedule& schedule, local_days date) {
  const auto text = format_date(date);
  for (const auto& day : schedule.special_days()) {
    if (day.date() == text)
      return {{day.intervals().begin(), day.intervals().end()}, day.holiday().empty() ? "one-off day" : day.holiday()};
  }
  if (std::ranges::find(schedule.holidays(), text) != schedule.holidays().end()) return {{}, "holiday"};
  for (const auto& day : schedule.days()) {
    if (day.weekday() == static_cast<int>(std::chrono::weekday(date).iso_encoding()))
      return {{day.intervals().begin(), day.intervals().end()}, ""};
  }
  return {};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "closed" : text;
}

// The first instant of a date.
Instant begin_of(const std::string& zone, local_days date) {
  Instant at = Instant(date.time_since_epoch()) - days(2);
  while (calendar::local_day(zone, at) < date.time_since_epoch().count()) at = calendar::next_local_day(zone, at);
  return at;
}

void print_days(Session& session, const config::v1::Schedule& record, const calendar::Schedule& hours, Span span) {
  static constexpr const char* kNames[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  Table table({"DATE", "DAY", "HOURS", "OPEN", "WHY"});
  Json all = Json::array();
  Instant begin = begin_of(record.zone(), span.first);
  for (local_days date = span.first; date <= span.last; date += days(1)) {
    auto day = day_of(record, date);
    const Instant end = begin_of(record.zone(), date + days(1));
    const auto change = end - begin - days(1);
    if (change != Duration::zero())
      day.why +=
          (day.why.empty() ? "" : "; ") + std::string("clocks go ") +
          (change < Duration::zero() ? "forward " + format_duration(-change) : "back " + format_duration(change));
    const auto open = format_duration(hours.working_between(begin, end));
    const auto text = format_date(date);
    table.add({text, kNames[std::chrono::weekday(date).c_encoding()], joined(day.hours), open, day.why});
    all.push_back({{"date", text}, {"hours", day.hours}, {"open", open}, {"why", day.why}});
    begin = end;
  }
  if (session.json)
    session.out << all.dump(2) << '\n';
  else
    table.print(session.out);
}

void show(Session& session, const CalendarOptions& options) {
  const auto yaml = read_valid_workspace(session, options.file);
  if (!yaml) return;
  const auto workspace = config::compile_workspace(*yaml).workspace;
  const auto record = std::ranges::find(workspace.schedules(), options.schedule,
                                        [](const auto& schedule) { return schedule.schedule_id(); });
  if (record == workspace.schedules().end()) {
    std::vector<std::string> known;
    for (const auto& schedule : workspace.schedules()) known.push_back(schedule.schedule_id());
    return session.fail(ExitCode::kUsage,
                        "no schedule '" + options.schedule + "'" + config::did_you_mean(options.schedule, known));
  }
  const auto now = today(record->zone());
  const auto span = span_of(options, {now, now + days(13)});
  if (!span.ok()) return session.fail(ExitCode::kUsage, span.error().message());
  auto hours = config::read_hours(*record);
  const auto schedule = calendar::Schedule::make(record->zone(), std::move(hours->week), std::move(hours->holidays));
  if (!schedule.ok()) return session.fail(ExitCode::kConfig, schedule.error().message());
  print_days(session, *record, *schedule, *span);
  if (record->holiday_calendars_size() > 0 && std::chrono::year_month_day(span->last).year() > calendar::kShippedTo)
    session.err << "holiday_calendars reach to the end of " << static_cast<int>(calendar::kShippedTo)
                << ": later days off are not known\n";
}

void add_span(CLI::App& command, const std::shared_ptr<CalendarOptions>& options, const char* first, const char* last) {
  command.add_option("--from", options->from, std::string("First date, as 2026-02-17; unset: ") + first);
  command.add_option("--until", options->until, std::string("Last date; unset: ") + last);
}

}  // namespace

void add_calendar_commands(CLI::App& app, Session& session) {
  auto* calendar =
      app.add_subcommand("calendar", "Days off and opening hours; no server needed")->require_subcommand(1);
  auto options = std::make_shared<CalendarOptions>();
  auto* import = calendar->add_subcommand(
      "import", "The all-day events of an iCalendar file as 'holidays' of a schedule, to paste");
  import->add_option("FILE", options->file, "File (.ics); - is standard input")->required();
  add_span(*import, options, "1 January of this year", "three years in all");
  import->footer("Example:\n  leadctl calendar import bayern.ics --from 2026-01-01 --until 2027-12-31");
  import->callback([&session, options] { import_file(session, *options);
});
auto* shown =
    calendar->add_subcommand("show", "When a schedule is open, day by day: hours, days off and why, clock changes");
shown->add_option("SCHEDULE", options->schedule, "Its id")->required();
shown->add_option("--file", options->file, "Workspace file; - is standard input")->required();
add_span(*shown, options, "today", "two weeks in all");
shown->footer("Example:\n  leadctl calendar show saigon_office --file examples/workspace.yaml --from 2026-02-09");
shown->callback([&session, options] { show(session, *options); });
}  // namespace leakproof::leadctl

}  // namespace leakproof::leadctl
