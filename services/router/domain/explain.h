// A decision in plain words, for the people who ask "why did it go there". The words are those of `texts`, one language
// of router/messages. Pure; holds no contact data, because a decision holds none.
#pragma once
#include <string>
#include <vector>

#include "messages/messages.h"
#include "router/domain/decide.h"

namespace leakproof::router {

using messages::Messages;

// One line a step: what asked for it, the rules looked at, the candidates, the choice, the deadlines.
std::vector<std::string> explain(const RoutingInput& input, const RoutingDecision& decision, const Messages& texts);
// The short form, for the one who gets the lead: what asked for it, the rule that matched, the choice.
std::string summary(const RoutingInput& input, const RoutingDecision& decision, const Messages& texts);
// One sentence: why this member did not get the lead, or that they did.
std::string why_not(const RoutingInput& input, const RoutingDecision& decision, const MemberId& member,
                    const Messages& texts);

// The time to answer by is another one since the decision, because of newer zone data.
std::string due_moved(Instant from, Instant to, const std::string& zone_data_before, const std::string& zone_data,
                      const Messages& texts);

// Stands before an earlier decision that is explained, too: the one that gave the lead where it is.
std::string heading_of_what_gave_it(const Messages& texts);

// The key of what a reason says.
std::string key_of(Reason reason);

}  // namespace leakproof::router
