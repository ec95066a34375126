// The ledger: each receipt is in exactly one state, and the counts of a source always add up. Moves that the life cycle
// does not know are refused.
//
//            ┌────────────► created | updated | test | nothing          (final)
//   (new) ───┼─► waiting ─► created | updated | test | quarantined
//            └─► quarantined ─► created | updated | test | waiting | nothing | discarded | quarantined
//   A repeat of a receipt moves nothing: it is counted as a duplicate.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace leakproof::ingest {

enum class State { kCreated, kUpdated, kQuarantined, kWaiting, kNothing, kDiscarded, kTest };

// From nothing: a new receipt.
bool may_move(std::optional<State> from, State to);

// Counts of one source. accepted = the sum of all the others.
struct SourceLedger {
  std::int64_t accepted = 0;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t duplicates = 0;
  std::int64_t quarantined = 0;  // now
  std::int64_t waiting = 0;      // now
  std::int64_t nothing = 0;
  std::int64_t discarded = 0;
  std::int64_t tests = 0;
  std::map<std::string, std::int64_t> unread_values;  // by field: leads that were taken with a value nobody could read
};

// A CHECK unless may_move.
void move(SourceLedger& ledger, std::optional<State> from, State to);
void count_duplicate(SourceLedger& ledger);
// `fields` of one receipt whose values could not be read.
void count_unread(SourceLedger& ledger, const std::set<std::string>& fields);
bool balanced(const SourceLedger& ledger);

}  // namespace leakproof::ingest
