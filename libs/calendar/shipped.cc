#include "calendar/shipped.h"

#include <map>

#include "calendar/shipped_text.h"

namespace leakproof::calendar {
namespace {

using std::chrono::local_days;

std::map<std::string, std::vector<NamedDay>, std::less<>> read_all() {
  std::map<std::string, std::vector<NamedDay>, std::less<>> all;
  for (const auto& [name, text] : shipped_texts()) {
    auto read = read_icalendar(text, local_days(kShippedFrom / 1 / 1),
                               local_days((kShippedTo + std::chrono::years(1)) / 1 / 1));
    all[name] = (*std::move(read)).days;
  }
  return all;
}
const std::map<std::string, std::vector<NamedDay>, std::less<>>& calendars() {
  static const auto all = read_all();
  return all;
}

}  // namespace

const std::vector<std::string>& shipped_calendars() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [name, days] : calendars()) all.push_back(name);
    return all;
  }();
  return names;
}

const std::vector<NamedDay>& shipped_days(std::string_view name) {
  static const std::vector<NamedDay> kNone;
  const auto found = calendars().find(name);
  return found == calendars().end() ? kNone : found->second;
}

}  // namespace leakproof::calendar
