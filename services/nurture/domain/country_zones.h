// The clocks of a country. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::nurture {

// The IANA zones of a country (ISO 3166 alpha-2): one for each clock that is kept there, that of most people first.
// Empty for what is no country.
std::vector<std::string> zones_of_country(std::string_view country);

}  // namespace leakproof::nurture
