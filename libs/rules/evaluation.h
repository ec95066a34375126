// A part of a rule, evaluated by itself. Internal to rules.
#pragma once
#include "rules/check.h"
#include "rules/program.h"

namespace leakproof::rules {
// `node` is of a program's code and inside no macro. What it made is valid until this thread's next evaluation.
Evaluated evaluated(const Node& node, const Record& record, Instant now);
}  // namespace leakproof::rules
