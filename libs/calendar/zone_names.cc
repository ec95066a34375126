#include "calendar/zone_names.h"

#include <date/tz.h>

#include <stdexcept>

namespace leakproof::calendar {

bool zone_exists(std::string_view name) {
  try {
    return date::locate_zone(std::string(name)) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

const std::vector<std::string>& zone_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& zone : date::get_tzdb().zones) {
      if (zone.name() != "localtime") all.push_back(zone.name());
    }
    return all;
  }();
  return names;
}

}  // namespace leakproof::calendar
