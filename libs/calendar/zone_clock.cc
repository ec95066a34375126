#include "calendar/zone_clock.h"

#include <date/tz.h>

#include <algorithm>
#include <fstream>

namespace leakproof::calendar {
namespace {

using std::chrono::seconds;

constexpr const char* kZoneData = "/usr/share/zoneinfo/tzdata.zi";  // its first line is "# version 2026b"
thread_local ZoneTrace* trace = nullptr;

std::int64_t seconds_of(Instant at) { return std::chrono::floor<seconds>(at).time_since_epoch().count(); }

using Stretch = ZoneClock::Stretch;

Stretch stretch_of(const date::sys_info& info) {
  return {info.begin.time_since_epoch().count(), info.end.time_since_epoch().count(),
          static_cast<std::int32_t>(info.offset.count())};
}

// Those in which the clocks show `local`; of a local time that is jumped over, those before and behind the jump.
std::vector<Stretch> around(const date::time_zone& zone, std::int64_t local) {
  const auto info = zone.get_info(date::local_seconds(seconds(local)));
  std::vector<Stretch> stretches = {stretch_of(info.first)};
  if (info.result != date::local_info::unique) stretches.push_back(stretch_of(info.second));
  return stretches;
}

std::vector<Stretch> known_around(const std::vector<ZoneStretch>& known, const std::string& zone, std::int64_t local) {
  std::vector<Stretch> shown, jumped;
  for (const auto& one : known) {
    if (one.zone != zone) continue;
    const std::int64_t at = local - one.offset;
    if (one.from <= at && at < one.until) shown.push_back({one.from, one.until, one.offset});
    for (const auto& next : known) {
      if (next.zone == zone && next.from == one.until && at >= one.until && local - next.offset < next.from)
        jumped = {{one.from, one.until, one.offset}, {next.from, next.until, next.offset}};
    }
  }
  return shown.empty() ? jumped : shown;
}

std::string version_in(const char* file) {
  static constexpr std::string_view kBegin = "# version ";
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line.starts_with(kBegin) ? line.substr(kBegin.size()) : "unknown";
}

}  // namespace

ZoneTrace::ZoneTrace(std::vector<ZoneStretch> known) : known_(std::move(known)), before_(trace) { trace = this; }
ZoneTrace::~ZoneTrace() { trace = before_; }

std::vector<ZoneStretch> ZoneTrace::used() const {
  auto sorted = used_;
  std::ranges::sort(sorted);
  return sorted;
}

ZoneClock::Stretch ZoneClock::stretch_at(Instant at) const {
  const std::int64_t second = seconds_of(at);
  for (const ZoneTrace* asked = trace; asked != nullptr; asked = asked->before_) {
    for (const auto* known : {&asked->used_, &asked->known_}) {
      const auto found = std::ranges::find_if(*known, [&](const ZoneStretch& one) {
        return one.from <= second && second < one.until && one.zone == zone_.name();
      });
      if (found == known->end()) continue;
      const Stretch stretch{found->from, found->until, found->offset};
      note(stretch);
      return stretch;
    }
  }
  const Stretch stretch = stretch_of(zone_.get_info(date::sys_seconds(seconds(second))));
  note(stretch);
  return stretch;
}

void ZoneClock::note(const Stretch& stretch) const {
  if (trace == nullptr) return;
  const auto same = [&](const ZoneStretch& one) { return one.from == stretch.from && one.zone == zone_.name(); };
  if (std::ranges::none_of(trace->used_, same))
    trace->used_.push_back({zone_.name(), stretch.from, stretch.until, stretch.offset});
}

Instant ZoneClock::first_at(Instant local) const {
  const std::int64_t second = seconds_of(local);
  std::vector<Stretch> stretches;
  for (const ZoneTrace* asked = trace; asked != nullptr && stretches.empty(); asked = asked->before_)
    stretches = known_around(asked->known_, zone_.name(), second);
  if (stretches.empty()) stretches = around(zone_, second);
  for (const auto& one : stretches) note(one);
  const Stretch& first = *std::ranges::min_element(stretches, {}, &Stretch::from);
  const std::int64_t at = second - first.offset;
  if (at >= first.until) return Instant(seconds(first.until));  // jumped over
  return Instant(seconds(at)) + (local - std::chrono::floor<seconds>(local));
}

const std::string& zone_data_version() {
  static const std::string version = version_in(kZoneData);
  return version;
}
std::string zone_data_on_disk() { return version_in(kZoneData); }

}  // namespace leakproof::calendar
