// application/x-www-form-urlencoded as browsers read it: '+' is a space, and a '%' that stands before no two hex digits
// is one. A body with "%u1EC5" was written by JavaScript's escape() and is read as that. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/limits.h"

namespace leakproof::net {

using FormFields = std::vector<std::pair<std::string, std::string>>;  // as they came: repeated names stay, in order

// The result is UTF-8 without NUL.
Result<FormFields> parse_urlencoded(std::string_view text, std::size_t fields_max = kFormFieldsMax);
// The same without a look at the character set: names and values are bytes.
Result<FormFields> split_urlencoded(std::string_view text, std::size_t fields_max = kFormFieldsMax);
// Refuses what is not UTF-8 without NUL.
Status check_text(const FormFields& fields);
// One component, strictly: each % stands before two hex digits and is decoded, '+' as a space when `plus_is_space`.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space);
// Everything but letters, digits and "-._~" as %XX: for a path segment or a query value.
std::string percent_encode(std::string_view text);

}  // namespace leakproof::net
