// What a fault says to the author of an expression: with the types, or the key, that it met. Internal to rules.
#pragma once
#include <string>

#include "rules/check.h"
#include "rules/program.h"

namespace leakproof::rules {

// What an evaluation keeps of the operands of a call that no overload takes, and the way back: up to seven types.
Value packed_types(std::span<const Value> operands);

// `fault` is not ok(), and is this thread's newest evaluation's: it may view what that one made. Walks the map for a
// missing key.
std::string fault_text(const Evaluated& fault);

}  // namespace leakproof::rules
