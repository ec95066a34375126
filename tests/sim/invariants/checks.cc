#include "invariants/checks.h"

namespace leakproof::sim {

void check_i01(const Evidence&, const Story&, Breaches&);
void check_i02(const Evidence&, const Story&, Breaches&);
void check_i03(const Evidence&, const Story&, Breaches&);
void check_i04(const Evidence&, const Story&, Breaches&);
void check_i05(const Evidence&, const Story&, Breaches&);
void check_i06(const Evidence&, const Story&, Breaches&);
void check_i07(const Evidence&, const Story&, Breaches&);
void check_i08(const Evidence&, const Story&, Breaches&);
void check_i09(const Evidence&, const Story&, Breaches&);
void check_i10(const Evidence&, const Story&, Breaches&);
void check_i11(const Evidence&, const Story&, Breaches&);
void check_i14(const Evidence&, const Story&, Breaches&);
void check_i16(const Evidence&, const Story&, Breaches&);
void check_i18(const Evidence&, const Story&, Breaches&);
void check_i19(const Evidence&, const Story&, Breaches&);

const Invariant kAllInvariants[kInvariants] = {
    {"I1", "no lead is lost, none is made twice", check_i01},
    {"I2", "a lead has one owner", check_i02},
    {"I3", "the decisions of a lead are one chain, and it goes on", check_i03},
    {"I4", "each decision is one audit record", check_i04},
    {"I5", "state is the fold of the journal and what a restore gives", check_i05},
    {"I6", "each input has one effect, each fact is published once", check_i06},
    {"I7", "leads are shared fairly", check_i07},
    {"I8", "caps are kept", check_i08},
    {"I9", "nothing is told or called that does not count", check_i09},
    {"I10", "calls are made as often as they may be", check_i10},
    {"I11", "timers are never early, never lost", check_i11},
    {"I14", "effects follow the order of the log", check_i14},
    {"I16", "an unanswered offer has one consequence", check_i16},
    {"I18", "the ledger adds up", check_i18},
    {"I19", "after the last fault all is worked off", check_i19},
};

Breaches breaches_of(const Evidence& evidence) {
  const Story story = story_of(evidence);
  Breaches breaches;
  for (const auto& invariant : kAllInvariants) invariant.check(evidence, story, breaches);
  return breaches;
}

}  // namespace leakproof::sim
