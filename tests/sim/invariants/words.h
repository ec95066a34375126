// What breaches are told with.
#pragma once
#include <string>

#include "evidence.h"

namespace leakproof::sim {

inline std::string name_of(const Place& place) { return place.first + "/" + std::to_string(place.second); }
inline std::string at(const Place& place, std::int64_t offset) { return name_of(place) + "@" + std::to_string(offset); }

}  // namespace leakproof::sim
