// Numbers as people write them, by the conventions of their region (CLDR, through ICU). Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::ingest {

// "1,5 tỷ" in VN → "1500000000", "$60,000" → "60000", "5e4" → "50000": the digits, the point and the minus of a
// program. Nothing when it is no number, or one that may be read in two ways, as 60,000 in Vietnam. A currency is not
// converted: it only says that three digits behind a mark are thousands.
std::optional<std::string> read_number(std::string_view text, std::string_view region);

}  // namespace leakproof::ingest
