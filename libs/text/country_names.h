// A country as people write it, as its code. Thread-safe; the table of names is made once, of ICU's (CLDR).
#pragma once
#include <string>
#include <string_view>

namespace leakproof::text {

// The ISO 3166 alpha-2 code of a country: of its code in any case (also UK and EL), its alpha-3 code, or its name in
// English, Vietnamese or a language of the country itself, with or without accents. Empty for anything else.
std::string country_code(std::string_view written);

}  // namespace leakproof::text
