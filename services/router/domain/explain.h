// A decision in plain English, for the people who ask "why did it go there". Pure; holds no contact data, because a decision holds none.
#pragma once
#include <string>
#include <vector>

#include "router/domain/decide.h"

namespace leakproof::router {

// One line a step: what asked for it, the rules looked at, the candidates, the choice, the deadlines.
std::vector<std::string> explain(const Situation& situation, const Verdict& verdict);
// The short form, for the one who gets the lead: what asked for it, the rule that matched, the choice.
std::string summary(const Situation& situation, const Verdict& verdict);
// One sentence: why this member did not get the lead, or that he did.
std::string why_not(const Situation& situation, const Verdict& verdict, const MemberId& member);

}  // namespace leakproof::router
