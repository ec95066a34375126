#include "nurture/domain/quiet_hours.h"

#include <algorithm>
#include <utility>

#include "calendar/daily_window.h"

namespace leakproof::nurture {
namespace {

// Countries with several zones that many people live in (US, CA, BR, RU, AU, MX, ID, ...) are left out on purpose.
constexpr std::pair<std::string_view, std::string_view> kZones[] = {
    {"AE", "Asia/Dubai"},         {"AR", "America/Argentina/Buenos_Aires"},
    {"AT", "Europe/Vienna"},      {"BD", "Asia/Dhaka"},
    {"BE", "Europe/Brussels"},    {"BG", "Europe/Sofia"},
    {"CH", "Europe/Zurich"},      {"CN", "Asia/Shanghai"},
    {"CO", "America/Bogota"},     {"CZ", "Europe/Prague"},
    {"DE", "Europe/Berlin"},      {"DK", "Europe/Copenhagen"},
    {"EG", "Africa/Cairo"},       {"ES", "Europe/Madrid"},
    {"FI", "Europe/Helsinki"},    {"FR", "Europe/Paris"},
    {"GB", "Europe/London"},      {"GR", "Europe/Athens"},
    {"HK", "Asia/Hong_Kong"},     {"HU", "Europe/Budapest"},
    {"IE", "Europe/Dublin"},      {"IL", "Asia/Jerusalem"},
    {"IN", "Asia/Kolkata"},       {"IT", "Europe/Rome"},
    {"JP", "Asia/Tokyo"},         {"KE", "Africa/Nairobi"},
    {"KH", "Asia/Phnom_Penh"},    {"KR", "Asia/Seoul"},
    {"LA", "Asia/Vientiane"},     {"LK", "Asia/Colombo"},
    {"MA", "Africa/Casablanca"},  {"MM", "Asia/Yangon"},
    {"MY", "Asia/Kuala_Lumpur"},  {"NG", "Africa/Lagos"},
    {"NL", "Europe/Amsterdam"},   {"NO", "Europe/Oslo"},
    {"NP", "Asia/Kathmandu"},     {"NZ", "Pacific/Auckland"},
    {"PE", "America/Lima"},       {"PH", "Asia/Manila"},
    {"PK", "Asia/Karachi"},       {"PL", "Europe/Warsaw"},
    {"RO", "Europe/Bucharest"},   {"SA", "Asia/Riyadh"},
    {"SE", "Europe/Stockholm"},   {"SG", "Asia/Singapore"},
    {"SK", "Europe/Bratislava"},  {"TH", "Asia/Bangkok"},
    {"TR", "Europe/Istanbul"},    {"TW", "Asia/Taipei"},
    {"UA", "Europe/Kyiv"},        {"VN", "Asia/Ho_Chi_Minh"},
    {"ZA", "Africa/Johannesburg"}};

}  // namespace

std::string_view zone_of_country(std::string_view country) {
  const auto found =
      std::find_if(std::begin(kZones), std::end(kZones), [&](const auto& row) { return row.first == country; });
  return found == std::end(kZones) ? std::string_view() : found->second;
}

Instant send_from(const QuietHours& quiet, std::string_view country, std::string_view phone_region, Instant now) {
  for (const auto zone : {zone_of_country(country), zone_of_country(phone_region), std::string_view(quiet.zone)}) {
    if (zone.empty()) continue;
    // A zone that this system's database does not know gives way to the next.
    const auto window = calendar::DailyWindow::make(std::string(zone), quiet.window);
    if (window.ok()) return window->next_outside(now);
  }
  return now;
}

}  // namespace leakproof::nurture
