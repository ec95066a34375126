// The invariants of the product, one file each, computed from what stands in the log and from what the world outside
// saw. What each says stands in docs/reliability.md under its number. Pure.
#pragma once
#include "evidence.h"

namespace leakproof::sim {

using Check = void (*)(const Evidence& evidence, const Story& story, Breaches& breaches);
struct Invariant {
  const char* name;
  const char* promise;
  Check check;
};
inline constexpr int kInvariants = 15;
extern const Invariant kAllInvariants[kInvariants];

Breaches breaches_of(const Evidence& evidence);

}  // namespace leakproof::sim
