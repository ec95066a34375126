// The parts of a person's name, by the rules of their language and country. Pure.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::text {

// Where a person's name is from, as far as it is known; any part may be empty. A language decides when it can be
// read, else a country, else the region where the lead was taken.
struct NameOrigin {
  std::string_view language;  // "vi", "de-AT", "Tiếng Việt"
  std::string_view country;   // as people write it
  std::string_view region;
};

// Whether the family name is written first: Vietnamese, Chinese, Japanese, Korean, Hungarian.
bool family_name_first(const NameOrigin& origin);

// A full name of its two parts, in the order of the language. Either may be empty.
std::string full_name_of(std::string_view given, std::string_view family, const NameOrigin& origin);

// How to address the person: "Anna" of "Anna Petersen" and of "Petersen, Anna", "Lan" of "Nguyễn Thị Lan", "János" of
// "Nagy János"; titles, degrees, initials and what stands in brackets are none of it. Empty when the name does not say:
// a script without blanks, an address, a number, a company, "A. Petersen".
std::string given_name_of(std::string_view full_name, const NameOrigin& origin);

}  // namespace leakproof::text
