#include "ingest/domain/books.h"

#include "base/check.h"

namespace leakproof::ingest {
namespace {
std::int64_t& count_of(Books& books, State state) {
  switch (state) {
    case State::kCreated:
      return books.created;
    case State::kUpdated:
      return books.updated;
    case State::kQuarantined:
      return books.quarantined;
    case State::kWaiting:
      return books.waiting;
    case State::kNothing:
      return books.nothing;
    case State::kDiscarded:
      return books.discarded;
    case State::kTest:
      return books.tests;
  }
  LEAKPROOF_CHECK(!"a state of the books");
  return books.nothing;
}
}  // namespace

bool may_move(std::optional<State> from, State to) {
  if (!from) return to != State::kDiscarded;
  if (*from == State::kWaiting) return to != State::kWaiting && to != State::kNothing && to != State::kDiscarded;
  return *from == State::kQuarantined;
}

void move(Books& books, std::optional<State> from, State to) {
  LEAKPROOF_CHECK(may_move(from, to));
  ++count_of(books, to);
  if (from) {
    --count_of(books, *from);
  } else {
    ++books.accepted;
  }
}

void count_duplicate(Books& books) {
  ++books.accepted;
  ++books.duplicates;
}

bool balanced(const Books& books) {
  return books.accepted == books.created + books.updated + books.duplicates + books.quarantined + books.waiting +
                               books.nothing + books.discarded + books.tests;
}

}  // namespace leakproof::ingest
