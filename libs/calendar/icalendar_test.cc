#include "calendar/icalendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"

namespace leakproof::calendar {
namespace {

using testing::HasSubstr;

std::string file_with(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events + "END:VCALENDAR\r\n";
}
std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

Result<AllDayEvents> read(const std::string& text, const char* from = "2026-01-01", const char* until = "2029-01-01") {
  return read_icalendar(text, *parse_date(from), *parse_date(until));
}
// "2026-02-16 Tet, 2026-02-17 Tet"
std::string shown(const Result<AllDayEvents>& events) {
  if (!events.ok()) return events.error().message();
  std::string text;
  for (const auto& [date, name] : events->days) text += (text.empty() ? "" : ", ") + format_date(date) + " " + name;
  for (const auto& why : events->skipped) text += "; " + why;
  return text;
}

struct Case {
  const char* what;
  const char* lines;
  const char* days;
};

TEST(ICalendar, ReadsWhatTheStandardSays) {
  const std::vector<Case> cases = {
      {"a day without an end", "DTSTART;VALUE=DATE:20260217\r\nSUMMARY:Tet\r\n", "2026-02-17 Tet"},
      {"the end is not part of it", "DTSTART;VALUE=DATE:20260217\r\nDTEND;VALUE=DATE:20260219\r\nSUMMARY:Tet\r\n",
       "2026-02-17 Tet, 2026-02-18 Tet"},
      {"an end on the same day, as some write it",
       "DTSTART;VALUE=DATE:20260217\r\nDTEND;VALUE=DATE:20260217\r\nSUMMARY:Tet\r\n", "2026-02-17 Tet"},
      {"a duration", "DTSTART;VALUE=DATE:20260217\r\nDURATION:P2D\r\nSUMMARY:Tet\r\n",
       "2026-02-17 Tet, 2026-02-18 Tet"},
      {"folded lines", "DTSTART;VALUE=DA\r\n TE:20260217\r\nSUMMARY:Tết Ngu\r\n yên đán\r\n",
       "2026-02-17 Tết Nguyên đán"},
      {"escaped text on several lines", "DTSTART;VALUE=DATE:20260217\r\nSUMMARY:Lunar\\, new\\nyear\r\n",
       "2026-02-17 Lunar, new year"},
      {"from midnight to midnight",
       "DTSTART;TZID=Asia/Ho_Chi_Minh:20260217T000000\r\nDTEND;TZID=Asia/"
       "Ho_Chi_Minh:20260219T000000\r\nSUMMARY:Tet\r\n",
       "2026-02-17 Tet, 2026-02-18 Tet"},
      {"from midnight to midnight, every year",
       "DTSTART:20250903T000000\r\nDTEND:20250904T000000\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:S\r\n",
       "2026-09-03 S, 2027-09-03 S, 2028-09-03 S"},
      {"small letters", "dtstart;value=date:20260217\r\nsummary:Tet\r\n", "2026-02-17 Tet"},
      {"no name", "DTSTART;VALUE=DATE:20260217\r\n", "2026-02-17 without a name"},
      {"every year", "DTSTART;VALUE=DATE:20200903\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:S\r\n",
       "2026-09-03 S, 2027-09-03 S, 2028-09-03 S"},
      {"every year, until", "DTSTART;VALUE=DATE:20200903\r\nRRULE:FREQ=YEARLY;UNTIL=20270903\r\nSUMMARY:S\r\n",
       "2026-09-03 S, 2027-09-03 S"},
      {"fourth Thursday of November",
       "DTSTART;VALUE=DATE:20241128\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nSUMMARY:T\r\n",
       "2026-11-26 T, 2027-11-25 T, 2028-11-23 T"},
      {"a year left out",
       "DTSTART;VALUE=DATE:20200903\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20270903\r\nSUMMARY:S\r\n",
       "2026-09-03 S, 2028-09-03 S"},
      {"every year, so often", "DTSTART;VALUE=DATE:20250903\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:S\r\n",
       "2026-09-03 S, 2027-09-03 S"},
      {"two years left out",
       "DTSTART;VALUE=DATE:20200903\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20260903,20270903\r\nSUMMARY:S\r\n",
       "2028-09-03 S"},
      {"a date more", "DTSTART;VALUE=DATE:20260903\r\nRDATE;VALUE=DATE:20261010,20270101\r\nSUMMARY:S\r\n",
       "2026-09-03 S, 2026-10-10 S, 2027-01-01 S"},
      {"a leap day is there in leap years", "DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:L\r\n",
       "2028-02-29 L"},
      {"cut at the edges of what is asked", "DTSTART;VALUE=DATE:20251230\r\nDTEND;VALUE=DATE:20260103\r\nSUMMARY:Y\r\n",
       "2026-01-01 Y, 2026-01-02 Y"},
      {"a rule of hours", "DTSTART;VALUE=DATE:20260217\r\nRRULE:FREQ=HOURLY\r\nSUMMARY:H\r\n",
       "2026-02-17 H; 'H' repeats by a rule that cannot be followed: its first day only"},
  };
  for (const auto& c : cases) EXPECT_EQ(shown(read(file_with(event(c.lines)))), c.days) << c.what;
}

TEST(ICalendar, PassesOverWhatIsNoDayOffAndSaysSo) {
  const auto good = event("DTSTART;VALUE=DATE:20260217\r\nSUMMARY:Tet\r\n");
  EXPECT_EQ(shown(read(file_with(event("DTSTART:20260217T090000Z\r\nSUMMARY:Meeting\r\n") + good))),
            "2026-02-17 Tet; 'Meeting' has a time of day");
  EXPECT_EQ(shown(read(file_with(event("DTSTART;VALUE=DATE:20260218\r\nSTATUS:CANCELLED\r\nSUMMARY:Off\r\n") + good))),
            "2026-02-17 Tet");
  EXPECT_EQ(shown(read(file_with(event("DTSTART;VALUE=DATE:2026AB18\r\nSUMMARY:Odd\r\n") + good))),
            "2026-02-17 Tet; 'Odd' has a DTSTART or DTEND that cannot be read");
  EXPECT_EQ(shown(read(file_with(event("DTSTART;VALUE=DATE:20260230\r\nSUMMARY:Odd\r\n") + good))),
            "2026-02-17 Tet; 'Odd' has a DTSTART or DTEND that cannot be read");
}

TEST(ICalendar, ARepetitionThatWasMovedIsOnItsNewDayOnly) {
  const auto yearly = "DTSTART;VALUE=DATE:20260903\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:Party\r\n";
  const auto moved = "RECURRENCE-ID;VALUE=DATE:20270903\r\nDTSTART;VALUE=DATE:20270910\r\nSUMMARY:Party\r\n";
  EXPECT_EQ(shown(read(file_with(event(yearly) + event(moved)))), "2026-09-03 Party, 2027-09-10 Party");
}

TEST(ICalendar, WhatBeginsLaterIsNoMistake) {
  const auto later = event("DTSTART;VALUE=DATE:20300903\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Later\r\n");
  EXPECT_EQ(shown(read(file_with(later))), "");
  EXPECT_EQ(shown(read(file_with(later), "2030-01-01", "2032-01-01")), "2030-09-03 Later, 2031-09-03 Later");
}

TEST(ICalendar, TheOrderOfLinesDoesNotMatter) {
  const auto rules =
      "SUMMARY:S\r\nRRULE:FREQ=HOURLY\r\nRRULE:FREQ=YEARLY;UNTIL=20270101\r\nRRULE:FREQ=NEVER\r\nNONSENSE\r\nDTSTART;"
      "VALUE=DATE:"
      "20260217\r\n";
  const auto events = read(file_with(event(rules)));
  ASSERT_TRUE(events.ok());
  EXPECT_EQ(events->days.size(), 1u);
  EXPECT_EQ(events->skipped.size(), 3u) << shown(events);
}

TEST(ICalendar, OldRepetitionsAsOfficeProgramsWriteThem) {
  std::string years;
  for (int i = 0; i < 200; ++i)
    years += event("DTSTART;VALUE=DATE:16010903\r\nRRULE:FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=3\r\nSUMMARY:S\r\n");
  EXPECT_EQ(shown(read(file_with(years))), "2026-09-03 S, 2027-09-03 S, 2028-09-03 S");
}

TEST(ICalendar, SeveralCalendarsInAFile) {
  const auto one = file_with(event("DTSTART;VALUE=DATE:20260217\r\nSUMMARY:A\r\n"));
  const auto two = file_with(event("DTSTART;VALUE=DATE:20260217\r\nSUMMARY:B\r\n") +
                             event("DTSTART;VALUE=DATE:20260218\r\nSUMMARY:B\r\n"));
  EXPECT_EQ(shown(read(one + two)), "2026-02-17 A, 2026-02-18 B");
}

TEST(ICalendar, RefusesWhatIsNone) {
  for (const std::string text :
       {"", "hello", "{\"days\": []}", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "BEGIN:VCARD\r\nEND:VCARD\r\n"})
    EXPECT_THAT(shown(read(text)), HasSubstr("not a whole iCalendar file")) << text;
  const auto good = file_with(event("DTSTART;VALUE=DATE:20260217\r\n"));
  EXPECT_THAT(shown(read(good.substr(0, good.size() - 20))), HasSubstr("not a whole iCalendar file")) << "cut off";
  EXPECT_THAT(shown(read(good + std::string(1, '\0'))), HasSubstr("not a whole iCalendar file"));
  EXPECT_THAT(shown(read("END:VCALENDAR\r\n")), HasSubstr("no all-day event in it"));
  EXPECT_EQ(shown(read(file_with(""))), "no all-day event in it");
  EXPECT_EQ(shown(read(file_with(event("DTSTART:20260217T090000Z\r\nSUMMARY:Call\r\n")))),
            "no all-day event in it: 'Call' has a time of day");
  EXPECT_THAT(shown(read(good + std::string(kICalendarBytesMax, ' '))), HasSubstr("larger than 10 MiB"));
}

TEST(ICalendar, WorkIsBounded) {
  std::string daily, ever;
  for (int i = 0; i < 9; ++i) daily += event("DTSTART;VALUE=DATE:17000101\r\nRRULE:FREQ=DAILY\r\nSUMMARY:All\r\n");
  EXPECT_THAT(shown(read(file_with(daily))), HasSubstr("'All': with it the file holds more than 1000000 days"));
  for (int i = 0; i < 280; ++i)
    ever += event("DTSTART;VALUE=DATE:20000101\r\nDTEND;VALUE=DATE:99990101\r\nSUMMARY:Ever\r\n");
  EXPECT_THAT(shown(read(file_with(ever), "2026-01-01", "2036-01-01")),
              HasSubstr("'Ever': with it the file holds more"));
  // A day that never comes, and rules that are none.
  const auto february = "DTSTART;VALUE=DATE:20260217\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nSUMMARY:Never\r\n";
  EXPECT_EQ(shown(read(file_with(event(february)))),
            "2026-02-17 Never; 'Never' repeats by a rule that cannot be followed: its first day only");
  std::string hopeless;
  for (int i = 0; i < 10'000; ++i) hopeless += event(february);
  EXPECT_THAT(shown(read(file_with(hopeless))),
              HasSubstr("'Never': more than 20 rules of the file cannot be followed"));
  const auto counted =
      "DTSTART;VALUE=DATE:20260217\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3\r\nSUMMARY:Never\r\n";
  EXPECT_EQ(shown(read(file_with(event(counted)))), "2026-02-17 Never");
  EXPECT_THAT(shown(read(file_with("X-LONG:" + std::string(kICalendarLineMax, 'x') + "\r\n"))),
              HasSubstr("line 4 is longer than 65536 bytes"));
  EXPECT_THAT(
      shown(read(file_with(event("DTSTART;VALUE=DATE:20260217\r\nRRULE:FREQ=SOMETIMES\r\nSUMMARY:S\r\n")))),
      HasSubstr("2026-02-17 S; 'S' has a line that cannot be read: Can't parse as RECUR value in RRULE property"));
  std::string timed;
  for (int i = 0; i < 50; ++i) timed += event("DTSTART:20260217T090000Z\r\nSUMMARY:Call\r\n");
  EXPECT_EQ(read(file_with(timed + event("DTSTART;VALUE=DATE:20260217\r\n")))->skipped.size(), kSkippedMax);
}

}  // namespace
}  // namespace leakproof::calendar
