// Amounts as people write them. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace leakproof::leadctl {

// "1250.50" in the currency's minor unit (ISO 4217: none of VND, two digits of most, three of some). Nothing when it is
// no amount, has more digits than the currency, or is beyond 10^15.
std::optional<std::int64_t> minor_units(const std::string& amount, const std::string& currency);
// The other way; without a currency nothing.
std::string amount_of(std::int64_t minor_units, const std::string& currency);

}  // namespace leakproof::leadctl
