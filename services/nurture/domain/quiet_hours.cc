#include "nurture/domain/quiet_hours.h"

#include <algorithm>
#include <vector>

#include "calendar/daily_window.h"
#include "nurture/domain/country_zones.h"
#include "text/country_names.h"

namespace leakproof::nurture {
namespace {

using Windows = std::vector<calendar::DailyWindow>;

// Zones that this system's database does not know are left out.
Windows windows_in(const std::vector<std::string>& zones, const calendar::LocalInterval& window) {
  Windows windows;
  for (const auto& zone : zones) {
    if (auto made = calendar::DailyWindow::make(zone, window); made.ok()) windows.push_back(*std::move(made));
  }
  return windows;
}

Instant outside_of_all(const Windows& windows, Instant now) {
  // Clocks that change in between can put off what was found by a day.
  const Instant last = now + std::chrono::hours(49);
  for (Instant at = now; at <= last;) {
    Instant next = at;
    for (const auto& window : windows) next = std::max(next, window.next_outside(next));
    if (next == at) return at;
    at = next;
  }
  return windows.front().next_outside(now);
}

}  // namespace

Instant send_from(const QuietHours& quiet, std::string_view country, std::string_view phone_region, Instant now) {
  const std::vector<std::string> candidates[] = {
      zones_of_country(text::country_code(country)), zones_of_country(phone_region), {quiet.zone}};
  for (const auto& zones : candidates) {
    const auto windows = windows_in(zones, quiet.window);
    if (!windows.empty()) return outside_of_all(windows, now);
  }
  return now;
}

}  // namespace leakproof::nurture
