// The members of a pool as candidates for one lead: who may have it, who may not and why, and what each counts for.
// Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "router/domain/availability.h"
#include "router/domain/reason_codes.h"

namespace leakproof::rules {
class Record;
}

namespace leakproof::router {

struct Pool;
struct RampUp;
struct Routing;

struct Candidate {
  MemberId member{};
  Reason reason = Reason::kNone;  // kNone = in the draw
  std::int64_t weight = 1;        // what counts now: grown up so far, doubled while there is a leave to make up for
  bool on_shift = false;
  MemberSnapshot seen{};
  int tier = 0;           // only where the pool has more than one
  int skill = 0;          // levels in what the lead needs, added up
  std::string lacking{};  // "german 1 of 2"
};

// What the lead is, and where it has been.
struct CandidateQuery {
  const rules::Record& record;
  Instant now;
  const std::vector<MemberId>& tried;
};

// In the order of Pool::members, as `seen` is.
std::vector<Candidate> candidates_of(const Routing& routing, const Pool& pool, const std::vector<MemberSnapshot>& seen,
                                     const CandidateQuery& asked);

// Hundredths of the weight that a newcomer has at `now`: 1 to 100.
int ramped_up(const RampUp& ramp_up, Instant now);

// While a member makes up for a leave they count twice.
bool is_catching_up(const Pool& pool, const MemberSnapshot& seen);

}  // namespace leakproof::router
