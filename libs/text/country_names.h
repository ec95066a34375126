// A country as people write it, as its code. Thread-safe; the table of names is made of ICU's (CLDR) when the first
// text comes that is no code, which takes half a second.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::text {

// The ISO 3166 alpha-2 code of a country: of its code in any case (also UK and EL), its alpha-3 or numeric code, or its
// name in any language of CLDR, with or without accents; a name that two countries have counts in English and
// Vietnamese alone. Empty for anything else.
std::string country_code(std::string_view written);

}  // namespace leakproof::text
