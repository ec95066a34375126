// Where things stand in a store, and what an effect changes there. Source of the key forms: docs/formats/state.md.
//   p                     StorePosition            s <state key>        a value of the stage
//   t <due, 8 bytes> <id> Timer                    o <id>               OutboxEntry        a <id>   its at-most-once
//   attempt has begun
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "stream/log.h"
#include "stream/store.h"

namespace leakproof::stream {

inline const std::string kPositionKey = "p";
inline std::string value_key(std::string_view state_key) { return std::string("s").append(state_key); }
std::string timer_key(Instant due, std::string_view id);
Instant due_of_timer_key(std::string_view key);
inline std::string outbox_key(std::string_view id) { return std::string("o").append(id); }
inline std::string started_key(std::string_view id) { return std::string("a").append(id); }

// Views a stage keeps beside its state that follow from the effect alone (the timeline): written when it settles, not
// carried in it.
using Derive = std::function<void(const journal::v1::Effect& effect, Offset at, std::vector<Change>& out)>;

// Adds what the effect changes in the store, in order, and what `derive` (may be empty) makes of it. The same code
// serves settling, catching up and the changelog.
void add_changes(const journal::v1::Effect& effect, Offset at, const Derive& derive, std::vector<Change>& out);
// Of the changes of many effects, each key's last one, in the order in which they stood. What is applied or published
// as one needs no more, and a few rows (a pool, a count, the end of the chain) change with every effect.
void keep_last_of_each_key(std::vector<Change>& changes);

}  // namespace leakproof::stream
