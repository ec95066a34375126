// Telephone numbers as people and programs write them, by libphonenumber. Its plans are those of its release: a number
// of a newer range is taken as far as its length fits, and marked. Free to call from any thread; about 10 µs a number,
// more where it has to be found in a text.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/domain/text.h"

namespace leakproof::ingest {

// A text that is one number of a known range, and nothing else. `region` is assumed when there is no country code.
std::optional<Phone> parse_phone(std::string_view text, std::string_view region);

// The numbers in a text where one was asked for: "0901001107 (Zalo)", "0901001101 / 0901001102", "'0901…", "…;ext=136".
// A number without a country code is of the person's own country, else of the workspace's; one that fits neither is not
// read.
std::vector<Phone> read_phones(std::string_view text, const PhoneRegions& regions);

// The E.164 forms in which the same telephone is written, itself first: Argentina's 9, Brazil's ninth digit, Mexico's
// former 1, Benin's 01.
std::vector<std::string> spellings_of(const std::string& e164);

}  // namespace leakproof::ingest
