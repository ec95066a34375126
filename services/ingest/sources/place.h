// Places as people write them on forms. Free to call from any thread; what the first name costs, text/country_names.h
// says.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::ingest {

// As text::country_code, and of a calling code that is of one country: "+84", "Vietnam (+84)"; of a flag, of a locale,
// "vi-VN", and of a text of parts of which all that name a country name the same: "VN - Vietnam", "New York, USA".
std::string read_country(std::string_view text);

// As text::find_province.
std::string read_province(std::string_view text, std::string_view country);

}  // namespace leakproof::ingest
