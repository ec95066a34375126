// What stands where nobody answered: a form's dash, and what programs write for nothing. Pure.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::ingest {

// -, n/a, null, NaN, undefined, false, {{city}}, [object Object]: as programs write them. "Null", "Nan", "Na", "None"
// and "???" are texts of people.
bool is_no_answer(std::string_view text);

// A person's name without what programs wrote into it: "Anna undefined" is Anna, "None None" is nobody.
std::string without_no_answers(std::string_view name);

// Digits, as many as a telephone number has, where a name was asked for.
bool is_number_for_name(std::string_view text);

}  // namespace leakproof::ingest
