#include "ingest/domain/source_ledger.h"

#include "base/check.h"

namespace leakproof::ingest {
namespace {
std::int64_t& count_of(SourceLedger& ledger, State state) {
  switch (state) {
    case State::kCreated:
      return ledger.created;
    case State::kUpdated:
      return ledger.updated;
    case State::kQuarantined:
      return ledger.quarantined;
    case State::kWaiting:
      return ledger.waiting;
    case State::kNothing:
      return ledger.nothing;
    case State::kDiscarded:
      return ledger.discarded;
    case State::kTest:
      return ledger.tests;
  }
  LEAKPROOF_CHECK(!"a state of the ledger");
  return ledger.nothing;
}
}  // namespace

bool may_move(std::optional<State> from, State to) {
  if (!from) return to != State::kDiscarded;
  if (*from == State::kWaiting) return to != State::kWaiting && to != State::kNothing && to != State::kDiscarded;
  return *from == State::kQuarantined;
}

void move(SourceLedger& ledger, std::optional<State> from, State to) {
  LEAKPROOF_CHECK(may_move(from, to));
  ++count_of(ledger, to);
  if (from) {
    --count_of(ledger, *from);
  } else {
    ++ledger.accepted;
  }
}

void count_duplicate(SourceLedger& ledger) {
  ++ledger.accepted;
  ++ledger.duplicates;
}

void count_unread(SourceLedger& ledger, const std::set<std::string>& fields) {
  for (const auto& field : fields) ++ledger.unread_values[field];
}

bool balanced(const SourceLedger& ledger) {
  return ledger.accepted == ledger.created + ledger.updated + ledger.duplicates + ledger.quarantined + ledger.waiting +
                                ledger.nothing + ledger.discarded + ledger.tests;
}

}  // namespace leakproof::ingest
