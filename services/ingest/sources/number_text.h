// Digits as phones, word processors and sheets write them, in ASCII. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::ingest {

// Decimal digits of any script, full-width signs, dashes and the minus sign in ASCII; blanks are spaces; what nobody
// sees goes.
std::string plain_digits(std::string_view text);

// The same of a telephone number, without what programs put around it: `tel:`, a sheet's leading quote, `="…"`, and
// what is left of a column that was taken for numbers, `30901820.0`.
std::string plain_number(std::string_view text);

// ASCII digits and nothing else, at least one.
bool is_digits(std::string_view text);

// Without the spaces around it.
std::string_view trimmed(std::string_view text);

}  // namespace leakproof::ingest
