// I7: who gets the next lead of a pool follows from what its members got before: the exact sequence, made again from the decisions alone;
// and while the same members are eligible nobody is further than their number from his share.
#include <algorithm>
#include <cstdlib>

#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {
namespace {

using lead::v1::CandidateTrace;
using lead::v1::Decision;

struct Seat {
  std::string member;
  std::int64_t weight, credit;
};
struct Pool {
  std::map<std::string, std::int64_t> credits;
  std::int64_t picks = 0;
  // While the same members are eligible
  std::vector<std::pair<std::string, std::int64_t>> eligible;  // with their weights
  std::map<std::string, std::int64_t> got;
  std::int64_t since = 0;
};

// Takes `amount` from those on one side of zero, in proportion; what is left over from the first of them.
void take(std::vector<Seat>& seats, std::int64_t sign, std::int64_t amount) {
  std::int64_t all = 0;
  for (const auto& seat : seats) all += std::max<std::int64_t>(0, seat.credit * sign);
  if (all == 0 || amount == 0) return;
  std::int64_t left = amount;
  for (auto& seat : seats) {
    const auto part = std::max<std::int64_t>(0, seat.credit * sign) * amount / all;
    seat.credit -= sign * part, left -= part;
  }
  for (auto& seat : seats) {
    const auto part = std::min(left, std::max<std::int64_t>(0, seat.credit * sign));
    seat.credit -= sign * part, left -= part;
  }
}

std::string next(std::vector<Seat>& seats) {
  std::int64_t weights = 0, sum = 0;
  for (const auto& seat : seats) weights += seat.weight;
  for (auto& seat : seats) sum += seat.credit = std::max(seat.credit, 1 - weights);
  take(seats, sum > 0 ? 1 : -1, std::abs(sum));
  for (auto& seat : seats) seat.credit += seat.weight;
  const auto most = std::ranges::max_element(seats, {}, &Seat::credit);
  most->credit -= weights;
  return most->member;
}

void bound(const Fact& fact, Pool& pool, const std::vector<Seat>& seats, const std::string& chosen, Breaches& breaches) {
  std::vector<std::pair<std::string, std::int64_t>> eligible;
  std::int64_t weights = 0;
  for (const auto& seat : seats) eligible.emplace_back(seat.member, seat.weight), weights += seat.weight;
  if (eligible != pool.eligible) pool.eligible = eligible, pool.got.clear(), pool.since = 0;
  ++pool.got[chosen], ++pool.since;
  for (const auto& seat : seats) {
    const auto off = pool.got[seat.member] * weights - pool.since * seat.weight;  // in parts of `weights`
    if (std::abs(off) >= static_cast<std::int64_t>(seats.size()) * weights)
      breaches.push_back({"I7", at(fact) + ": " + seat.member + " is too far from the fair share"});
  }
}

// That is nobody's turn.
void last_owner_again(const Fact& fact, const Decision& decision, const std::vector<Seat>& seats, Breaches& breaches) {
  if (seats.size() != 1 || seats[0].member != decision.chosen().member_id())
    breaches.push_back({"I7", at(fact) + ": the last owner is not the only one who is asked"});
}

void check(const Fact& fact, const Decision& decision, Pool& pool, Breaches& breaches) {
  if (decision.pool().picks() != pool.picks)
    breaches.push_back({"I7", at(fact) + ": the pool has seen " + std::to_string(pool.picks) + " picks, it says " +
                                  std::to_string(decision.pool().picks())});
  std::vector<Seat> seats;
  for (const auto& candidate : decision.candidates()) {
    auto& credit = pool.credits[candidate.member_id()];
    if (candidate.credit() != credit) breaches.push_back({"I7", at(fact) + ": the credit of " + candidate.member_id() + " is another"});
    if (candidate.reason().empty()) seats.push_back({candidate.member_id(), candidate.weight(), credit});
  }
  if (decision.outcome() != Decision::ASSIGNED) return;
  ++pool.picks;
  if (decision.reason() == "sticky_owner") return last_owner_again(fact, decision, seats, breaches);
  const auto chosen = seats.empty() ? "" : next(seats);
  if (chosen != decision.chosen().member_id()) breaches.push_back({"I7", at(fact) + ": it was " + chosen + "'s turn"});
  for (const auto& seat : seats) pool.credits[seat.member] = seat.credit;
  bound(fact, pool, seats, chosen, breaches);
}

}  // namespace

void check_i07(const Evidence&, const Story& story, Breaches& breaches) {
  std::map<std::pair<std::string, std::string>, Pool> pools;  // workspace, pool
  each_fact(story, "router", [&](const Fact& fact) {
    if (!fact.event.has_audit() || !fact.event.audit().has_decision()) return;
    const auto& decision = fact.event.audit().decision();
    if (decision.candidates().empty()) return;
    check(fact, decision, pools[{fact.event.workspace_id(), decision.pool().pool_id()}], breaches);
  });
}

}  // namespace leakproof::sim
