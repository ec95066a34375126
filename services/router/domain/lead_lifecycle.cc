#include "router/domain/lead_lifecycle.h"

#include <array>

namespace leakproof::router {
namespace {
constexpr std::size_t kStatuses = 8, kMoves = 13;

// A letter a status: A accepted, C closed, ? the router decides anew, . illegal.
// Moves in order:                            accept progress decline breach release close recycle claim hand-back drain
// inquiry stall transfer
constexpr std::array<std::string_view, kStatuses> kTable = {
    /* kUnrouted    */ ".....C.A..?..",
    /* kAssigned     */ "AA???C?A..?.?",
    /* kAccepted    */ ".A?.?C?A..???",
    /* kHeld        */ ".....C.A.??.?",
    /* kWithNurture */ ".....C.A?.?..",
    /* kEscalated   */ ".....C.A..?.?",
    /* kClosed      */ ".......A?.?..",
    /* kOffered   */ "????.C?A..?.?",
};
static_assert(kTable[0].size() == kMoves && kTable[7].size() == kMoves);
constexpr std::array<std::string_view, kStatuses> kNames = {"in_flight",    "assigned",  "accepted", "held",
                                                            "with_nurture", "escalated", "closed",   "offered"};
}  // namespace

std::optional<Next> next(LeadStatus from, Move move) {
  switch (kTable[static_cast<std::size_t>(from)][static_cast<std::size_t>(move)]) {
    case 'A':
      return Next{false, LeadStatus::kAccepted};
    case 'C':
      return Next{false, LeadStatus::kClosed};
    case '?':
      return Next{true, LeadStatus::kUnrouted};
    default:
      return std::nullopt;
  }
}

std::string_view name_of(LeadStatus status) { return kNames[static_cast<std::size_t>(status)]; }

}  // namespace leakproof::router
