// Numbers as people write them, by the conventions of their region (CLDR, through ICU). Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "ingest/domain/text.h"

namespace leakproof::ingest {

// "1,5 tỷ" in VN → "1500000000", "1 tỷ 200 triệu" → "1200000000", "~ 60tr" → "60000000", "$60,000" → "60000", "5e4" →
// "50000": the digits, the point and the minus of a program. Nothing when it is no number, or one that may be read in
// two ways: a range, or 60,000 in Vietnam for a field that has decimals. A currency is not converted: it only says that
// three digits behind a mark are thousands, as a field of whole numbers does.
std::optional<std::string> read_number(std::string_view text, std::string_view region,
                                       NumberKind kind = NumberKind::kReal);

}  // namespace leakproof::ingest
