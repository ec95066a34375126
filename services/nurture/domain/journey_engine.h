// Where a lead goes in its journey: cursor + input → steps taken and what to do then. Pure and total.
//
//   enrolled ──► step ──► step ──► … ──► exit (exit step, end, goal, exit_when, opted out, nothing may go, step
//   removed)
//                 │ waits for a time, or for the outcome of a message; then goes on with the step it is pinned to
//
// The cursor holds the id of a step, not its number: an edit of the journey moves nobody and repeats nothing.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "nurture/domain/journey.h"
#include "nurture/domain/recipient.h"
#include "rules/schema.h"

namespace leakproof::nurture {

struct JourneyCursor {
  std::string step_id;  // to run next; empty: behind the last step
  std::vector<std::string> steps_done;
};

struct JourneyInput {
  const rules::Record& facts;  // lead.*, score.*
  Instant now;
  bool opted_out = false;  // of all channels
  // Why nothing may be sent on a channel. A channel that is not here may be used.
  std::map<ChannelId, NoSend> no_send{};
  // Why a message of this journey does not go out although its channel may be used, by the step's id.
  std::map<std::string, NoSend> withheld{};
  Instant send_from{};  // end of quiet hours; not after now outside of them
};

struct StepTaken {
  std::string step_id;
  std::string suppressed;  // why a message was not sent; empty: done as planned
  bool operator==(const StepTaken&) const = default;
};
struct WaitUntil {
  Instant until;
  bool quiet_hours = false;  // a message is ready, and waits for their end
};
struct SendMessage {
  std::string step_id;  // the journey goes on after the outcome
};
struct ExitJourney {
  std::string reason;
  bool hand_back = false;
};
struct Advance {
  std::vector<StepTaken> taken;  // in order
  std::variant<WaitUntil, SendMessage, ExitJourney> then;
};

// The messages that are still to come: whether there are any, and why none of them may go.
struct MessagesToCome {
  bool any = false;
  std::optional<NoSend> none_may_go;  // the reason of the first; nullopt where one may, or none is to come
};
MessagesToCome messages_to_come(const Journey& journey, const JourneyCursor& cursor, const JourneyInput& input);

// Whether the lead has to leave whatever step it is at. A journey of whose messages to come none may go ends:
// after an opt-out without a hand-back, otherwise as the journey says.
std::optional<ExitJourney> exits_early(const Journey& journey, const JourneyCursor& cursor, const JourneyInput& input);

// Goes on from `cursor` and moves it. A message whose step is done already is passed over: a person gets each at most
// once.
Advance advance(const Journey& journey, JourneyCursor& cursor, const JourneyInput& input);

}  // namespace leakproof::nurture
