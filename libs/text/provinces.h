// Provinces by name, of countries whose lists changed under their people: Vietnam's 63 of before 1 July 2025, each of
// which went whole into one of 34. Every name of the 34 was one of the 63. Pure; any thread.
#pragma once
#include <string_view>
#include <vector>

namespace leakproof::text {

// The province that a text names in whatever spelling, "TP. Đà Nẵng", "Da Nang City", "Quận 1, TPHCM", by the name that
// it bears in the list of before; empty when it names none. `country` is ISO 3166 alpha-2.
std::string_view find_province(std::string_view text, std::string_view country);

// The provinces that went into this one and whose names are gone since.
std::vector<std::string_view> merged_into(std::string_view name);

// The province of today that this one went into, or is; empty of what is none.
std::string_view province_now(std::string_view name);

// Whether the list of today has the name.
bool is_of_today(std::string_view name);

}  // namespace leakproof::text
