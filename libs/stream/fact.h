// What every fact says beside its body: of which workspace and lead it is, when, and what it follows from. Here is the
// only place that knows the list. Pure; the task fills in the id of a fact when it is emitted.
#pragma once
#include <cstdint>
#include <string>

#include "base/time.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::stream {

// What a fact follows from. A field that is left out stays empty in the fact.
struct FactOrigin {
  std::string workspace_id;
  std::string lead_id{};             // empty for a fact about no lead
  std::int64_t received_micros = 0;  // when the first click that led here came
  std::string traceparent{};
  std::string command_id{};  // receipt, activity or request id of the input that the fact answers
};

// That of facts which follow from another one, whatever stage it is of.
FactOrigin origin_of(const lead::v1::Event& cause);

// A fact that still lacks its body.
lead::v1::Event make_fact(const FactOrigin& origin, Instant now);

// The same for an event that has its body already.
void set_envelope(lead::v1::Event& event, const FactOrigin& origin, Instant now);

// A fact without its body that follows from `cause`: same workspace, lead, first click, trace and command.
lead::v1::Event follow(const lead::v1::Event& cause, Instant now);

}  // namespace leakproof::stream
