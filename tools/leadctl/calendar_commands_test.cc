#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/compile.h"
#include "leadctl/commands.h"

namespace leakproof::leadctl {
namespace {

using testing::HasSubstr;

struct Ran {
  std::string out, err;
  int status;
};

// The command line without its program name.
Ran run(std::vector<std::string> words, bool json = false) {
  std::ostringstream out, err;
  Session session(out, err, [] { return 1u; });
  session.json = json;
  CLI::App app("", "leadctl");
  app.fallthrough();
  add_calendar_commands(app, session);
  std::ranges::reverse(words);
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    return {"", error.get_name(), error.get_exit_code()};
  }
  return {out.str(), err.str(), static_cast<int>(session.exit_code)};
}

std::string file_of(const std::string& text) {
  static int files = 0;
  const auto path =
      std::filesystem::temp_directory_path() / ("calendar_" + std::to_string(getpid()) + "_" + std::to_string(++files));
  std::ofstream(path) << text;
  return path;
}

// Its schedule is cut open for `more` lines.
std::string workspace_with(const std::string& more) {
  return "workspace: w\nzone: Europe/Berlin\nmembers: [{id: lan, name: Lan, schedule: office}]\npools: [{id: desk, "
         "members: [lan]}]\n"
         "fallback: {pool: desk}\nschedules:\n  - id: office\n    week: {mon-fri: [\"09:00-12:30\", \"13:30-17:30\"], "
         "sat: "
         "[\"22:00-06:00\"]}\n" +
         more;
}

constexpr const char* kFile =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n"
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20240604\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:"
    "Founders\x1B' "
    "day\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260604T090000Z\r\nSUMMARY:Call\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

TEST(CalendarImport, PrintsWhatFitsIntoASchedule) {
  const auto file = file_of(kFile);
  const auto ran = run({"calendar", "import", file, "--from", "2026-01-01", "--until", "2027-06-04"});
  EXPECT_EQ(ran.out, "    holidays:\n      - 2026-06-04  # Founders ' day\n      - 2027-06-04  # Founders ' day\n");
  EXPECT_EQ(ran.err, file + ": 'Call' has a time of day\n");
  EXPECT_EQ(ran.status, 1) << "not all of the file is there";
  const auto compiled = config::compile_workspace(workspace_with(ran.out));
  ASSERT_TRUE(compiled.ok()) << config::format_problems("w", compiled.problems);
  EXPECT_EQ(compiled.workspace.schedules(0).holidays(1), "2027-06-04");
  EXPECT_THAT(run({"calendar", "import", file, "--from", "2026-01-01", "--until", "2026-12-31"}, true).out,
              HasSubstr("\"date\": \"2026-06-04\""));
}

TEST(CalendarImport, TakesThisYearAndTheNextTwo) {
  EXPECT_EQ(std::ranges::count(run({"calendar", "import", file_of(kFile)}).out, '\n'), 1 + 3);
}

TEST(CalendarImport, SaysWhatIsWrong) {
  const auto file = file_of(kFile);
  const auto none = run({"calendar", "import", file, "--from", "2026-01-01", "--until", "2026-01-31"});
  EXPECT_THAT(none.err, HasSubstr("no day off from 2026-01-01 to 2026-01-31"));
  EXPECT_EQ(none.status, 1);
  const auto wrong = file_of("date,name\n");
  const auto other = run({"calendar", "import", wrong});
  EXPECT_THAT(other.err, HasSubstr(wrong + ": not a whole iCalendar file"));
  EXPECT_EQ(other.status, 66);
  EXPECT_EQ(run({"calendar", "import", "/nowhere.ics"}).status, 66);
  std::string latin = kFile;
  latin.replace(latin.find("Founders"), 1, "\xFC");
  EXPECT_THAT(run({"calendar", "import", file_of(latin)}).err,
              HasSubstr("-06-04 is not UTF-8: save the file as UTF-8"));
  EXPECT_EQ(run({"calendar", "import", file, "--from", "1.1.2026"}).status, 2);
  EXPECT_EQ(run({"calendar", "import", file, "--from", "2026-01-02", "--until", "2026-01-01"}).status, 2);
  EXPECT_EQ(run({"calendar", "import", file, "--from", "2026-01-02", "--until", "2226-01-01"}).status, 2);
}

TEST(CalendarShow, TellsHoursAndWhyADayIsOther) {
  const auto file = file_of(workspace_with(
      "    holiday_calendars: [de]\n    holidays: [2026-03-27]\n    days: {\"2026-04-02\": [\"09:00-11:00\"]}\n"));
  const auto ran = run({"calendar", "show", "office", "--file", file, "--from", "2026-03-26", "--until", "2026-04-04"});
  EXPECT_EQ(ran.out,
            "DATE        DAY  HOURS                     OPEN   WHY\n"
            "2026-03-26  Thu  09:00-12:30, 13:30-17:30  7h30m  \n"
            "2026-03-27  Fri  closed                    0s     holiday\n"
            "2026-03-28  Sat  22:00-06:00               2h     \n"
            "2026-03-29  Sun  closed                    5h     clocks go forward 1h\n"
            "2026-03-30  Mon  09:00-12:30, 13:30-17:30  7h30m  \n"
            "2026-03-31  Tue  09:00-12:30, 13:30-17:30  7h30m  \n"
            "2026-04-01  Wed  09:00-12:30, 13:30-17:30  7h30m  \n"
            "2026-04-02  Thu  09:00-11:00               2h     one-off day\n"
            "2026-04-03  Fri  closed                    0s     Karfreitag\n"
            "2026-04-04  Sat  22:00-06:00               2h     \n")
      << ran.err;
  EXPECT_EQ(ran.err + std::to_string(ran.status), "0");
  EXPECT_THAT(
      run({"calendar", "show", "office", "--file", file, "--from", "2026-04-03", "--until", "2026-04-03"}, true).out,
      HasSubstr("\"why\": \"Karfreitag\""));
  const auto after = run({"calendar", "show", "office", "--file", file, "--from", "2031-01-01"});
  EXPECT_THAT(after.err, HasSubstr("holiday_calendars reach to the end of 2030"));
}

TEST(CalendarShow, SaysWhatIsWrong) {
  const auto file = file_of(workspace_with(""));
  EXPECT_EQ(run({"calendar", "show", "ofice", "--file", file}).err,
            "leadctl: no schedule 'ofice'; did you mean 'office'?\n");
  EXPECT_EQ(run({"calendar", "show", "ofice", "--file", file}).status, 2);
  EXPECT_EQ(run({"calendar", "show", "office", "--file", file_of("zone: Berlin\n")}).status, 78);
  EXPECT_EQ(run({"calendar", "show", "office", "--file", "/nowhere.yaml"}).status, 66);
}

}  // namespace
}  // namespace leakproof::leadctl
