// A decision in plain words, for the people who ask "why did it go there". Pure; holds no contact data, because a
// decision holds none.
#pragma once
#include <string>
#include <vector>

#include "router/domain/decide.h"
#include "router/domain/messages.h"

namespace leakproof::router {

// One line a step: what asked for it, the rules looked at, the candidates, the choice, the deadlines.
std::vector<std::string> explain(const RoutingInput& input, const RoutingDecision& decision,
                                 Language language = Language::kEnglish);
// The short form, for the one who gets the lead: what asked for it, the rule that matched, the choice.
std::string summary(const RoutingInput& input, const RoutingDecision& decision, Language language = Language::kEnglish);
// One sentence: why this member did not get the lead, or that he did.
std::string why_not(const RoutingInput& input, const RoutingDecision& decision, const MemberId& member,
                    Language language = Language::kEnglish);

}  // namespace leakproof::router
