// I7: who gets the next lead of a pool follows from what its members got before: the exact sequence, made again from
// the decisions alone; and nobody is ever further from the sum of their shares than half of the others' number.
#include <algorithm>
#include <cmath>

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
  std::map<std::string, double> short_of;  // leads, counted apart from the credits
};

constexpr std::int64_t kLead = std::int64_t{1} << 48;

std::int64_t weights_of(const std::vector<Seat>& seats) {
  std::int64_t weights = 0;
  for (const auto& seat : seats) weights += seat.weight;
  return weights;
}

std::string next(std::vector<Seat>& seats) {
  const std::int64_t weights = weights_of(seats), unit = kLead / weights;
  for (auto& seat : seats) seat.credit += seat.weight * unit;
  const auto most = std::ranges::max_element(seats, {}, &Seat::credit);
  most->credit -= weights * unit;
  return most->member;
}

void bound(const Fact& fact, Pool& pool, const std::vector<Seat>& seats, const std::string& chosen,
           Breaches& breaches) {
  const auto weights = static_cast<double>(weights_of(seats));
  for (const auto& seat : seats) pool.short_of[seat.member] += static_cast<double>(seat.weight) / weights;
  pool.short_of[chosen] -= 1;
  const double most = static_cast<double>(pool.credits.size() - 1) / 2 + 0.001;  // what rounding leaves
  for (const auto& seat : seats) {
    if (std::abs(pool.short_of[seat.member]) > most)
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
  if (decision.has_pool() && decision.pool().credits() != lead::v1::PoolSnapshot::SHARES)
    breaches.push_back({"I7", at(fact) + ": a turn by the rule of earlier versions"});
  std::vector<Seat> seats;
  for (const auto& candidate : decision.candidates()) {
    auto& credit = pool.credits[candidate.member_id()];
    if (candidate.credit() != credit)
      breaches.push_back({"I7", at(fact) + ": the credit of " + candidate.member_id() + " is another"});
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
