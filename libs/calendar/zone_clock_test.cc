#include "calendar/zone_clock.h"

#include <date/tz.h>
#include <gtest/gtest.h>

#include "base/time_text.h"

namespace leakproof::calendar {
namespace {

Instant at(const std::string& text) { return *parse_instant(text); }

TEST(ZoneClock, ShowsWhatTheClocksOfTheZoneShow) {
  const ZoneClock berlin(*date::locate_zone("Europe/Berlin"));
  EXPECT_EQ(berlin.stretch_at(at("2026-01-15T12:00:00Z")).offset, 3600);
  EXPECT_EQ(berlin.stretch_at(at("2026-07-15T12:00:00Z")).offset, 7200);
  EXPECT_EQ(berlin.first_at(at("2026-01-15T12:00:00Z")), at("2026-01-15T11:00:00Z"));
  EXPECT_EQ(berlin.first_at(at("2026-03-29T02:30:00Z")), at("2026-03-29T01:00:00Z")) << "the hour that is jumped over";
  EXPECT_EQ(berlin.first_at(at("2026-10-25T02:30:00Z")), at("2026-10-25T00:30:00Z")) << "the hour that comes twice";
}

// The same questions about the same moments, whatever the machine's data say meanwhile.
TEST(ZoneTrace, AnswersFromWhatIsKnownAndNotesTheSame) {
  const ZoneClock vancouver(*date::locate_zone("America/Vancouver"));
  const auto ask = [&] {
    std::vector<Instant> answers;
    for (const char* text : {"2026-11-30T08:30:00Z", "2026-03-08T02:30:00Z", "2026-11-01T01:30:00Z"})
      answers.push_back(vancouver.first_at(at(text)));
    answers.push_back(vancouver.to_local(at("2026-11-30T20:00:00Z")));
    return answers;
  };
  // As they were before British Columbia ceased to change its clocks.
  const std::vector<ZoneStretch> before = {
      {"America/Vancouver", 1'762'074'000, 1'772'964'000, -8 * 3600},   // 2025-11-02T09:00Z to 2026-03-08T10:00Z
      {"America/Vancouver", 1'772'964'000, 1'793'523'600, -7 * 3600},   // to 2026-11-01T09:00Z
      {"America/Vancouver", 1'793'523'600, 1'805'018'400, -8 * 3600}};  // to 2027-03-14T10:00Z
  ZoneTrace known(before);
  EXPECT_EQ(ask(), (std::vector{at("2026-11-30T16:30:00Z"), at("2026-03-08T10:00:00Z"), at("2026-11-01T08:30:00Z"),
                                at("2026-11-30T12:00:00Z")}));
  EXPECT_EQ(known.used(), before);
  const std::vector<ZoneStretch> after = {{"America/Vancouver", 1'772'964'000, 4'000'000'000, -7 * 3600}};
  ZoneTrace changed(after);
  EXPECT_EQ(vancouver.first_at(at("2026-11-30T08:30:00Z")), at("2026-11-30T15:30:00Z"));
  EXPECT_EQ(changed.used(), after);
}

TEST(ZoneTrace, AsksTheOneAroundItForWhatItDoesNotKnow) {
  const ZoneClock vancouver(*date::locate_zone("America/Vancouver"));
  const Instant shown = at("2026-12-01T08:30:00Z");
  ZoneTrace around({{"America/Vancouver", 1'772'964'000, 4'000'000'000, -5 * 3600}});
  {
    ZoneTrace winter({{"America/Vancouver", 1'793'523'600, 1'805'018'400, -8 * 3600}});
    EXPECT_EQ(vancouver.first_at(shown), at("2026-12-01T16:30:00Z"));
    EXPECT_EQ(vancouver.to_local(at("2026-12-01T20:00:00Z")), at("2026-12-01T12:00:00Z"));
    EXPECT_EQ(vancouver.to_local(at("2027-06-01T20:00:00Z")), at("2027-06-01T15:00:00Z"));
  }
  ZoneTrace nothing;
  EXPECT_EQ(vancouver.first_at(shown), at("2026-12-01T13:30:00Z"));
}

TEST(ZoneTrace, NotesEachStretchOnceAndEndsWithItsScope) {
  const ZoneClock saigon(*date::locate_zone("Asia/Ho_Chi_Minh"));
  {
    ZoneTrace trace;
    for (int hour = 0; hour < 100; ++hour) saigon.stretch_at(at("2026-02-06T02:00:00Z") + std::chrono::hours(hour));
    ASSERT_EQ(trace.used().size(), 1u);
    EXPECT_EQ(trace.used()[0].offset, 7 * 3600);
    ZoneTrace again(trace.used());
    saigon.stretch_at(at("2026-02-06T02:00:00Z"));
    EXPECT_EQ(again.used(), trace.used());
  }
  EXPECT_EQ(saigon.stretch_at(at("2026-02-06T02:00:00Z")).offset, 7 * 3600);
}

TEST(ZoneData, HasAVersion) {
  EXPECT_EQ(zone_data_version(), zone_data_on_disk());
  EXPECT_NE(zone_data_version(), "");
}

}  // namespace
}  // namespace leakproof::calendar
