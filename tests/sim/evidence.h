// What a run leaves behind for the checkers: everything that was ever appended, and what people, receivers and watchers
// outside of the product saw. Nothing in it is computed by the product.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "stream/log.h"

namespace leakproof::sim {

struct Appended {
  Instant at;
  stream::NewRecord record;
};
// What a process told as settled.
struct Told {
  std::string stage;
  std::int32_t partition = 0;
  std::int64_t offset = 0, epoch = 0, seq = 0;
  int machine = 0;
  Instant at;
  bool live = false;               // as its own work, not while catching up
  std::int64_t appended_then = 0;  // records of the journal at that moment
  std::int64_t stored_then = 0;    // and the position of the machine's store
};
// What reached a receiver.
struct Called {
  journal::v1::OutboxEntry entry;
  std::string stage;
  int machine = 0;
  Instant at;
};
// What somebody handed in.
struct Sent {
  std::string topic, workspace, id;
  bool readable = true;
};
using Contents = std::map<std::string, std::string, std::less<>>;
using Place = std::pair<std::string, std::int32_t>;  // stage, partition

struct Evidence {
  std::int32_t partitions = 1;
  bool publishes = false;
  std::map<stream::TopicPartition, std::vector<Appended>> log;  // index = offset
  std::vector<Told> told;
  std::vector<Called> called;
  std::vector<Sent> sent;
  std::map<Place, Contents> stores, restored;  // at the end: of the owners, and made anew from the log
  std::vector<std::string> halted;
  Instant healed, caught_up, end;  // from `healed` on nothing fails; `caught_up` = half a minute later
  std::map<stream::TopicPartition, std::int64_t> ends_then;  // of all topics, at `healed`
};

// An effect that counts, by the checkers' own reading of docs/formats/journal.md.
struct Counting {
  std::int64_t offset;
  Instant appended;
  journal::v1::Effect effect;
};
struct Story {
  std::map<Place, std::vector<Counting>> journals;
  std::map<Place, std::int64_t> voided;  // effects that do not count
};
Story story_of(const Evidence& evidence);

struct Breach {
  std::string invariant;  // "I5"
  std::string what;
};
using Breaches = std::vector<Breach>;

}  // namespace leakproof::sim
