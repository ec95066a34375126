// Countries by their names in the languages of CLDR, through ICU, and by their codes. Free to call from any thread; the
// first name builds the table, which takes half a second.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::ingest {

// ISO 3166 alpha-2 of "Vietnam", "Việt Nam", "vn", "VNM", "UK", "Deutschland", "+84"; empty when it is no country.
std::string read_country(std::string_view text);

// As text::find_province.
std::string read_province(std::string_view text, std::string_view country);

}  // namespace leakproof::ingest
