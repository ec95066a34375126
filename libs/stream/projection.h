// Which facts of a journal are published, and under which topic: lead.events, lead.scores, routing.decisions,
// nurture.touches, dead.letters. Pure; the projector on Kafka and EventService read every journal through it, so both
// show the same records.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"

namespace leakproof::stream {

struct Published {
  std::string topic;
  std::string key;    // workspace id
  std::string value;  // Event; AuditRecord on routing.decisions, DeadLetter on dead.letters
  std::string event_id;
  Instant at;
};

// The stage's own facts of a counting effect, in order; what it only passes on was published by the stage before.
std::vector<Published> project(std::string_view stage, const journal::v1::Effect& effect);

}  // namespace leakproof::stream
