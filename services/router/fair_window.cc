// Tested by: services/router/roster_test.cc
#include "router/fair_window.h"

#include <algorithm>
#include <cstdlib>

#include "crypto/digest.h"

namespace leakproof::router {
namespace {

std::vector<const Candidate*> drawn(const Verdict& verdict) {
  std::vector<const Candidate*> who;
  for (const auto& one : verdict.candidates) {
    if (one.reason == Reason::kNone) who.push_back(&one);
  }
  return who;
}

std::string name_of_draw(const std::vector<const Candidate*>& who) {
  Sha256 hash;
  for (const auto* one : who) hash.update(one->member.value() + "=" + std::to_string(one->weight) + ";");
  return std::string(bytes_of(hash.finish())).substr(0, 8);
}

}  // namespace

void count_pick(state::v1::FairWindow& window, const Verdict& verdict) {
  const auto who = drawn(verdict);
  auto name = name_of_draw(who);
  if (window.who() != name) window.Clear();
  window.set_who(std::move(name));
  window.set_picks(window.picks() + 1);
  auto& counts = *window.mutable_counts();
  ++counts[verdict.chosen.member.value()];
  std::int64_t weights = 0;
  for (const auto* one : who) weights += one->weight;
  __int128 furthest = 0;
  for (const auto* one : who) {
    const __int128 off = static_cast<__int128>(counts[one->member.value()]) * weights - static_cast<__int128>(window.picks()) * one->weight;
    furthest = std::max(furthest, off < 0 ? -off : off);
  }
  window.set_deviation(static_cast<std::int64_t>(furthest * 1'000'000 / (static_cast<__int128>(weights) * static_cast<int>(who.size()))));
}

}  // namespace leakproof::router
