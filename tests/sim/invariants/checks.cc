#include "invariants/checks.h"

namespace leakproof::sim {

void check_i05(const Evidence&, const Story&, Breaches&);
void check_i06(const Evidence&, const Story&, Breaches&);
void check_i19(const Evidence&, const Story&, Breaches&);

const Invariant kAllInvariants[kInvariants] = {
    {"I5", "state is the fold of the journal and what a restore gives", check_i05},
    {"I6", "each input has one effect, each fact is published once", check_i06},
    {"I19", "after the last fault all is worked off", check_i19},
};

Breaches breaches_of(const Evidence& evidence) {
  const Story story = story_of(evidence);
  Breaches breaches;
  for (const auto& invariant : kAllInvariants) invariant.check(evidence, story, breaches);
  return breaches;
}

}  // namespace leakproof::sim
