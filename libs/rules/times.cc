// Tested by: libs/rules/functions_test.cc
#include "rules/functions.h"

namespace leakproof::rules {
namespace {

template <class T>
Evaluated in_range(const std::optional<T>& time) {
  return time ? Evaluated(Value(*time)) : Evaluated::fault(kNoTime);
}

Evaluated time_plus(const Value* a, Scratch&) { return in_range(later(a[0].as<Timestamp>(), a[1].as<Span>())); }
Evaluated plus_time(const Value* a, Scratch&) { return in_range(later(a[1].as<Timestamp>(), a[0].as<Span>())); }
Evaluated time_minus(const Value* a, Scratch&) { return in_range(earlier(a[0].as<Timestamp>(), a[1].as<Span>())); }
Evaluated time_between(const Value* a, Scratch&) {
  return in_range(between(a[0].as<Timestamp>(), a[1].as<Timestamp>()));
}
Evaluated span_plus(const Value* a, Scratch&) { return in_range(sum(a[0].as<Span>(), a[1].as<Span>())); }
Evaluated span_minus(const Value* a, Scratch&) { return in_range(difference(a[0].as<Span>(), a[1].as<Span>())); }
Evaluated negated(const Value* a, Scratch&) { return in_range(negative(a[0].as<Span>())); }

template <int Civil::*Part, int From>
Evaluated part(const Value* time, std::string_view zone) {
  const auto civil = civil_of(time->as<Timestamp>(), zone);
  return civil ? Evaluated(Value((*civil).*Part - From)) : Evaluated::fault("there is no such time zone");
}
template <int Civil::*Part, int From>
Evaluated part_utc(const Value* a, Scratch&) {
  return part<Part, From>(a, "");
}
template <int Civil::*Part, int From>
Evaluated part_in_zone(const Value* a, Scratch&) {
  const auto zone = a[1].as<std::string_view>();
  return zone.empty() ? Evaluated::fault("there is no such time zone") : part<Part, From>(a, zone);
}
template <int Civil::*Part, int From = 0>
void add_part(Overloads& table, std::string_view name) {
  table.push_back({name, Form::kMethod, {Type::kTimestamp}, Type::kInt, part_utc<Part, From>});
  table.push_back({name, Form::kMethod, {Type::kTimestamp, Type::kString}, Type::kInt, part_in_zone<Part, From>});
}

// Whole units, the fraction dropped towards zero.
template <int Seconds>
Evaluated whole(const Value* a, Scratch&) {
  const auto span = a[0].as<Span>();
  const auto seconds = span.seconds + (span.seconds < 0 && span.nanos > 0);
  return Value(seconds / Seconds);
}
Evaluated milliseconds(const Value* a, Scratch&) {
  const auto span = a[0].as<Span>();
  const bool minus = span.seconds < 0 && span.nanos > 0;
  return Value(minus ? -((1'000'000'000 - span.nanos) / 1'000'000) : span.nanos / 1'000'000);
}

}  // namespace

void add_times(Overloads& table) {
  constexpr auto kTime = Type::kTimestamp, kSpan = Type::kDuration;
  table.insert(table.end(), {{"+", Form::kOperator, {kTime, kSpan}, kTime, time_plus},
                             {"+", Form::kOperator, {kSpan, kTime}, kTime, plus_time},
                             {"+", Form::kOperator, {kSpan, kSpan}, kSpan, span_plus},
                             {"-", Form::kOperator, {kTime, kTime}, kSpan, time_between},
                             {"-", Form::kOperator, {kTime, kSpan}, kTime, time_minus},
                             {"-", Form::kOperator, {kSpan, kSpan}, kSpan, span_minus},
                             {"negate", Form::kOperator, {kSpan}, kSpan, negated},
                             {"getHours", Form::kMethod, {kSpan}, Type::kInt, whole<3600>},
                             {"getMinutes", Form::kMethod, {kSpan}, Type::kInt, whole<60>},
                             {"getSeconds", Form::kMethod, {kSpan}, Type::kInt, whole<1>},
                             {"getMilliseconds", Form::kMethod, {kSpan}, Type::kInt, milliseconds}});
  add_part<&Civil::year>(table, "getFullYear");
  add_part<&Civil::month, 1>(table, "getMonth");
  add_part<&Civil::day>(table, "getDate");
  add_part<&Civil::day, 1>(table, "getDayOfMonth");
  add_part<&Civil::weekday>(table, "getDayOfWeek");
  add_part<&Civil::day_of_year>(table, "getDayOfYear");
  add_part<&Civil::hour>(table, "getHours");
  add_part<&Civil::minute>(table, "getMinutes");
  add_part<&Civil::second>(table, "getSeconds");
  add_part<&Civil::millisecond>(table, "getMilliseconds");
}

}  // namespace leakproof::rules
