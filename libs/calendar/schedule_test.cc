#include "calendar/schedule.h"

#include <date/tz.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "base/time_text.h"
#include "calendar/local_interval.h"

namespace leakproof::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;

// "mon 08:00-12:00 13:30-17:30 tue 22:00-06:00"; "daily" stands for all seven.
Week week_of(const std::string& text) {
  static const std::vector<std::string> names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  Week week;
  std::vector<std::size_t> chosen;
  std::istringstream words(text);
  for (std::string word, before; words >> word; before = word) {
    const auto name = std::ranges::find(names, word);
    if (word == "daily")
      chosen = {0, 1, 2, 3, 4, 5, 6};
    else if (word == "workdays")
      chosen = {0, 1, 2, 3, 4};
    else if (name != names.end())
      chosen = {static_cast<std::size_t>(name - names.begin())};
    else
      for (const auto day : chosen) week[day].push_back(*parse_local_interval(word));
  }
  return week;
}
Schedule schedule_of(const std::string& zone, const std::string& week, std::vector<Holiday> holidays = {}) {
  return *Schedule::make(zone, week_of(week), std::move(holidays));
}
std::string shown(std::optional<Instant> instant) { return instant ? format_instant(*instant) : "never"; }

struct Case {
  const char* zone;
  const char* week;
  const char* from;
  const char* opening;  // next_opening(from)
  const char* working;  // how much
  const char* due;      // add_working(from, working)
};

TEST(Schedule, OpeningsAndWorkingTime) {
  const std::vector<Case> cases = {
      // A Saturday lead with five minutes is due five minutes after Monday's opening (08:00 in Saigon is 01:00Z).
      {"Asia/Ho_Chi_Minh", "workdays 08:00-17:00", "2026-11-21T05:00:00Z", "2026-11-23T01:00:00Z", "5m",
       "2026-11-23T01:05:00Z"},
      // Two minutes before closing: the rest waits for the morning.
      {"Asia/Ho_Chi_Minh", "workdays 08:00-17:00", "2026-11-23T09:58:00Z", "2026-11-23T09:58:00Z", "5m",
       "2026-11-24T01:03:00Z"},
      {"Asia/Ho_Chi_Minh", "workdays 08:00-17:00", "2026-11-23T09:58:00Z", "2026-11-23T09:58:00Z", "2m",
       "2026-11-23T10:00:00Z"},
      // Split shift: noon to 13:30 does not count.
      {"Asia/Ho_Chi_Minh", "mon 08:00-12:00 13:30-17:30", "2026-11-23T04:50:00Z", "2026-11-23T04:50:00Z", "20m",
       "2026-11-23T06:40:00Z"},
      {"Asia/Ho_Chi_Minh", "mon 13:30-17:30 08:00-12:00", "2026-11-23T05:10:00Z", "2026-11-23T06:30:00Z", "1m",
       "2026-11-23T06:31:00Z"},
      // Overnight shift, asked on both sides of midnight.
      {"Asia/Ho_Chi_Minh", "mon 22:00-06:00", "2026-11-23T16:00:00Z", "2026-11-23T16:00:00Z", "7h",
       "2026-11-23T23:00:00Z"},
      {"Asia/Ho_Chi_Minh", "mon 22:00-06:00", "2026-11-23T20:00:00Z", "2026-11-23T20:00:00Z", "4h",
       "2026-11-30T16:00:00Z"},
      {"Asia/Ho_Chi_Minh", "sun 22:00-06:00", "2026-11-22T22:00:00Z", "2026-11-22T22:00:00Z", "1h",
       "2026-11-22T23:00:00Z"},
      // Berlin springs forward on 2026-03-29: 02:00 becomes 03:00, so 00:00-06:00 is five hours long.
      {"Europe/Berlin", "sun 00:00-06:00", "2026-03-28T23:00:00Z", "2026-03-28T23:00:00Z", "5h",
       "2026-03-29T04:00:00Z"},
      // Hours wholly inside the hour that is skipped do not happen that week.
      {"Europe/Berlin", "sun 02:00-03:00", "2026-03-29T00:00:00Z", "2026-04-05T00:00:00Z", "1h",
       "2026-04-05T01:00:00Z"},
      {"Europe/Berlin", "sun 02:30-03:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "30m",
       "2026-03-29T01:30:00Z"},
      // And falls back on 2026-10-25: 02:00-03:00 happens twice, so the night has seven hours.
      {"Europe/Berlin", "sun 00:00-06:00", "2026-10-24T22:00:00Z", "2026-10-24T22:00:00Z", "7h",
       "2026-10-25T05:00:00Z"},
      {"Europe/Berlin", "sun 02:30-04:00", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "150m",
       "2026-10-25T03:00:00Z"},
      // New York: 2026-03-08 and 2026-11-01.
      {"America/New_York", "sat 22:00-06:00", "2026-03-08T03:00:00Z", "2026-03-08T03:00:00Z", "7h",
       "2026-03-08T10:00:00Z"},
      {"America/New_York", "sat 22:00-06:00", "2026-11-01T02:00:00Z", "2026-11-01T02:00:00Z", "9h",
       "2026-11-01T11:00:00Z"},
      // Overlapping hours count once; whole days join.
      {"UTC", "mon 08:00-12:00 10:00-14:00", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z", "6h",
       "2026-11-23T14:00:00Z"},
      {"UTC", "daily 00:00-24:00", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z", "2d", "2026-11-25T08:00:00Z"},
      {"UTC", "daily 09:00-09:00", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z", "2d", "2026-11-25T08:00:00Z"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(std::string(c.zone) + " " + c.week + " from " + c.from);
    const auto schedule = schedule_of(c.zone, c.week);
    const Instant from = *parse_instant(c.from);
    const Duration working = *parse_duration(c.working);
    EXPECT_EQ(shown(schedule.next_opening(from)), c.opening);
    EXPECT_EQ(schedule.is_open(from), std::string(c.opening) == c.from);
    EXPECT_EQ(shown(schedule.add_working(from, working)), c.due);
    EXPECT_EQ(schedule.working_between(from, *parse_instant(c.due)), working);
  }
}

TEST(Schedule, Holidays) {
  using namespace std::chrono;
  const Holiday tet{local_days(2026y / February / 17)};
  const Holiday eve{local_days(2026y / February / 16), {*parse_local_interval("08:00-12:00")}};
  const auto schedule = schedule_of("Asia/Ho_Chi_Minh", "workdays 08:00-17:00", {tet, eve});
  EXPECT_TRUE(schedule.is_open(*parse_instant("2026-02-16T04:59:59Z")));
  EXPECT_FALSE(schedule.is_open(*parse_instant("2026-02-16T05:00:00Z")));
  EXPECT_EQ(shown(schedule.next_opening(*parse_instant("2026-02-16T05:00:00Z"))), "2026-02-18T01:00:00Z");
  EXPECT_EQ(shown(schedule.add_working(*parse_instant("2026-02-16T04:58:00Z"), 5min)), "2026-02-18T01:03:00Z");
  // The night shift of the evening before ends as planned, its own evening does not start.
  const auto nights = schedule_of("Asia/Ho_Chi_Minh", "daily 22:00-06:00", {tet});
  EXPECT_TRUE(nights.is_open(*parse_instant("2026-02-16T20:00:00Z")));
  EXPECT_FALSE(nights.is_open(*parse_instant("2026-02-17T16:00:00Z")));
  // A date may also open a week that is closed.
  const auto fair = schedule_of("UTC", "", {{local_days(2026y / May / 2), {*parse_local_interval("10:00-16:00")}}});
  EXPECT_EQ(shown(fair.next_opening(*parse_instant("2026-01-01T00:00:00Z"))), "2026-05-02T10:00:00Z");
  EXPECT_EQ(shown(fair.next_opening(*parse_instant("2026-05-02T16:00:00Z"))), "never");
}

TEST(Schedule, RefusesWhatCannotBeMeant) {
  using namespace std::chrono;
  EXPECT_FALSE(Schedule::make("Mars/Olympus", week_of("mon 08:00-12:00")));
  EXPECT_FALSE(Schedule::make("UTC", Week{}));
  EXPECT_FALSE(Schedule::make("UTC", Week{{{{minutes(1440), minutes(60)}}}}));
  EXPECT_FALSE(Schedule::make("UTC", Week{{{{minutes(-1), minutes(60)}}}}));
  EXPECT_FALSE(Schedule::make("UTC", Week{{{{minutes(0), minutes(1441)}}}}));
  const Holiday day{local_days(2026y / May / 2)};
  EXPECT_FALSE(Schedule::make("UTC", week_of("mon 08:00-12:00"), {day, day}));
  EXPECT_FALSE(
      Schedule::make("UTC", week_of("mon 08:00-12:00"), {{day.date, {LocalInterval{minutes(0), minutes(2000)}}}}));
}

TEST(Schedule, TheSameHoursInAnotherZone) {
  const auto saigon = schedule_of("Asia/Ho_Chi_Minh", "workdays 08:00-17:00", {{*parse_date("2026-11-24")}});
  const auto berlin = *saigon.in_zone("Europe/Berlin");
  EXPECT_EQ(shown(saigon.next_opening(*parse_instant("2026-11-23T00:30:00Z"))), "2026-11-23T01:00:00Z");
  EXPECT_EQ(shown(berlin.next_opening(*parse_instant("2026-11-23T00:30:00Z"))), "2026-11-23T07:00:00Z");
  EXPECT_EQ(shown(berlin.next_opening(*parse_instant("2026-11-23T16:00:00Z"))), "2026-11-25T07:00:00Z")
      << "days off are local days";
  EXPECT_TRUE(Schedule::always_open().in_zone("UTC")->is_open(*parse_instant("2026-11-23T00:30:00Z")));
  EXPECT_FALSE(saigon.in_zone("Mars/Olympus").ok());
}

TEST(Schedule, AlwaysOpen) {
  const Schedule& schedule = Schedule::always_open();
  const Instant at = *parse_instant("2026-11-21T05:00:00Z");
  EXPECT_TRUE(schedule.is_open(at));
  EXPECT_EQ(schedule.next_opening(at), at);
  EXPECT_EQ(schedule.closing(at), std::nullopt);
  EXPECT_EQ(schedule.add_working(at, hours(1)), at + hours(1));
  EXPECT_EQ(schedule.working_between(at, at + hours(1)), hours(1));
  EXPECT_EQ(schedule.working_between(at, at - hours(1)), Duration::zero());
}

TEST(Schedule, ClosingJoinsTouchingHours) {
  const auto schedule = schedule_of("UTC", "mon 08:00-24:00 tue 00:00-06:00");
  EXPECT_EQ(shown(schedule.closing(*parse_instant("2026-11-23T09:00:00Z"))), "2026-11-24T06:00:00Z");
  EXPECT_EQ(shown(schedule.closing(*parse_instant("2026-11-24T06:00:00Z"))), "never");
  EXPECT_EQ(schedule_of("UTC", "daily 00:00-24:00").closing(*parse_instant("2026-11-24T06:00:00Z")), std::nullopt);
}

TEST(Schedule, ExtremesStayBounded) {
  const auto schedule = schedule_of("Europe/Berlin", "mon 08:00-09:00");
  for (const Instant at : {Instant::min(), Instant::max(), Instant()}) {
    schedule.is_open(at);
    EXPECT_LE(schedule.working_between(at, Instant::max()), hours(24 * 3660));
    EXPECT_LE(schedule.add_working(at, Duration::max()), std::chrono::sys_days(std::chrono::year(10'050) / 1 / 1));
  }
  EXPECT_EQ(schedule.add_working(Instant(), Duration::min()), Instant());
}

// The oracle knows only which local time a clock in the zone shows at each minute, and walks there minute by minute.
class Oracle {
 public:
  Oracle(const std::string& zone, const Week& week, Instant begin, int minutes_ahead)
      : begin_(begin), open_(minutes_ahead) {
    std::vector<std::int64_t> local;
    const auto* tz = date::locate_zone(zone);
    for (int i = 0; i < minutes_ahead; ++i) {
      local.push_back(date::floor<minutes>(tz->to_local(begin + minutes(i)).time_since_epoch()).count());
    }
    const auto first_at = [&](std::int64_t minute) {
      return std::ranges::find_if(local, [&](auto shown_minute) { return shown_minute >= minute; }) - local.begin();
    };
    const std::int64_t first_day = local.front() / 1440 - 1, last_day = local.back() / 1440;
    for (std::int64_t day = first_day; day <= last_day; ++day) {
      const auto weekday = static_cast<std::size_t>((day + 3) % 7);  // 1970-01-01 was a Thursday
      for (const auto& hours_open : week[weekday]) {
        const std::int64_t length = hours_open.to - hours_open.from > minutes(0) ? 0 : 1440;
        const auto end = first_at(day * 1440 + hours_open.to.count() + length);
        for (auto i = first_at(day * 1440 + hours_open.from.count()); i < end; ++i) open_[i] = true;
      }
    }
  }
  bool is_open(int minute) const { return open_[minute]; }
  // The minute at whose end `working` minutes have passed since `from`.
  int add_working(int from, int working) const {
    while (working > 0) working -= open_[from++];
    return from;
  }

 private:
  Instant begin_;
  std::vector<bool> open_;
};

Week random_week(std::mt19937& random) {
  Week week;
  for (auto& day : week) {
    for (auto n = random() % 3; n > 0; --n) day.push_back({minutes(random() % 1440), minutes(random() % 1441)});
  }
  week[random() % 7].push_back({minutes(540), minutes(1020)});
  return week;
}

class AgainstOracle : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(AgainstOracle, EveryMinuteAndManyDues) {
  const auto [zone, start] = GetParam();
  const Instant begin = *parse_instant(start);
  constexpr int kMinutes = 21 * 1440, kAsked = 7 * 1440;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(std::string(zone) + " seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const Week week = random_week(random);
    const auto schedule = *Schedule::make(zone, week);
    const Oracle oracle(zone, week, begin, kMinutes);
    for (int i = 0; i < kAsked; ++i)
      ASSERT_EQ(schedule.is_open(begin + minutes(i)), oracle.is_open(i)) << shown(begin + minutes(i));
    for (int i = 0; i < 200; ++i) {
      const int from = static_cast<int>(random() % kAsked), working = static_cast<int>(random() % 600);
      const Instant asked = begin + minutes(from);
      const Instant due = schedule.add_working(asked, minutes(working));
      ASSERT_EQ(shown(due), shown(begin + minutes(oracle.add_working(from, working))))
          << shown(asked) << " + " << working << "m";
      ASSERT_EQ(schedule.working_between(asked, due), minutes(working));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ClockChanges, AgainstOracle,
                         testing::Values(std::pair{"Europe/Berlin", "2026-03-25T00:00:00Z"},
                                         std::pair{"Europe/Berlin", "2026-10-21T00:00:00Z"},
                                         std::pair{"America/New_York", "2026-03-04T00:00:00Z"},
                                         std::pair{"America/New_York", "2026-10-28T00:00:00Z"},
                                         std::pair{"Asia/Ho_Chi_Minh", "2026-03-25T00:00:00Z"},
                                         std::pair{"Australia/Lord_Howe", "2026-04-01T00:00:00Z"}));

}  // namespace
}  // namespace leakproof::calendar
