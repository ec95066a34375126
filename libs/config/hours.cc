#include "config/hours.h"

#include "base/time_text.h"
#include "calendar/local_interval.h"

namespace leakproof::config {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

Status add_intervals(const Texts& texts, std::vector<calendar::LocalInterval>& into) {
  for (const auto& text : texts) {
    LEAKPROOF_ASSIGN(interval, calendar::parse_local_interval(text));
    into.push_back(interval);
  }
  return {};
}

}  // namespace

Result<Hours> read_hours(const v1::Schedule& schedule) {
  Hours hours;
  for (const auto& day : schedule.days()) {
    if (day.weekday() < 1 || day.weekday() > 7)
      return refuse("weekday " + std::to_string(day.weekday()) + " is not 1 to 7");
    LEAKPROOF_TRY(add_intervals(day.intervals(), hours.week[static_cast<std::size_t>(day.weekday() - 1)]));
  }
  for (const auto& text : schedule.holidays()) {
    LEAKPROOF_ASSIGN(date, parse_date(text));
    hours.holidays.push_back({date});
  }
  for (const auto& day : schedule.special_days()) {
    LEAKPROOF_ASSIGN(date, parse_date(day.date()));
    hours.holidays.push_back({date});
    LEAKPROOF_TRY(add_intervals(day.intervals(), hours.holidays.back().open));
  }
  return hours;
}

}  // namespace leakproof::config
