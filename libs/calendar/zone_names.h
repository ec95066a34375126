// The IANA names of the system's time-zone database. Thread-safe; the database is read once.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::calendar {

// Whether the database holds this name.
bool zone_exists(std::string_view name);
// Every name it holds, in order, but for "localtime", the machine's own.
const std::vector<std::string>& zone_names();

}  // namespace leakproof::calendar
