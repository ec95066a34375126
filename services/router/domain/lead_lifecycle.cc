#include "router/domain/lead_lifecycle.h"

#include <array>
#include <cstdint>
#include <initializer_list>

#include "base/check.h"

namespace leakproof::router {
namespace {

constexpr std::size_t kStatuses = static_cast<std::size_t>(kLastLeadStatus) + 1;
static_assert(static_cast<unsigned>(kLastMove) < 32);

class Moves {
 public:
  constexpr Moves(std::initializer_list<Move> moves = {}) {
    for (const Move move : moves) bits_ |= bit(move);
  }
  constexpr bool has(Move move) const { return (bits_ & bit(move)) != 0; }
  constexpr bool overlaps(Moves other) const { return (bits_ & other.bits_) != 0; }

 private:
  static constexpr std::uint32_t bit(Move move) { return std::uint32_t{1} << static_cast<unsigned>(move); }
  std::uint32_t bits_ = 0;
};

// The table of legal moves. Any other is illegal.
struct Row {
  LeadStatus from;
  std::string_view name;
  Moves to_accepted;
  Moves to_closed;
  Moves to_be_decided;
};
using enum Move;
constexpr std::array kTable = {
    Row{.from = LeadStatus::kUnrouted,
        .name = "in_flight",
        .to_accepted = {kClaim},
        .to_closed = {kClose},
        .to_be_decided = {kInquiry}},
    Row{.from = LeadStatus::kAssigned,
        .name = "assigned",
        .to_accepted = {kAccept, kProgress, kClaim},
        .to_closed = {kClose},
        .to_be_decided = {kDecline, kBreach, kRelease, kRecycle, kInquiry, kTransfer, kSweep}},
    Row{.from = LeadStatus::kAccepted,
        .name = "accepted",
        .to_accepted = {kProgress, kClaim},
        .to_closed = {kClose},
        .to_be_decided = {kDecline, kRelease, kRecycle, kInquiry, kStall, kTransfer, kSweep}},
    Row{.from = LeadStatus::kHeld,
        .name = "held",
        .to_accepted = {kClaim},
        .to_closed = {kClose},
        .to_be_decided = {kDrain, kInquiry, kTransfer, kSweep}},
    Row{.from = LeadStatus::kWithNurture,
        .name = "with_nurture",
        .to_accepted = {kClaim},
        .to_closed = {kClose},
        .to_be_decided = {kHandBack, kInquiry, kSweep}},
    Row{.from = LeadStatus::kEscalated,
        .name = "escalated",
        .to_accepted = {kClaim},
        .to_closed = {kClose},
        .to_be_decided = {kInquiry, kTransfer, kSweep}},
    Row{.from = LeadStatus::kClosed,
        .name = "closed",
        .to_accepted = {kClaim},
        .to_closed = {},
        .to_be_decided = {kHandBack, kInquiry}},
    Row{.from = LeadStatus::kOffered,
        .name = "offered",
        .to_accepted = {kClaim},
        .to_closed = {kClose},
        .to_be_decided = {kAccept, kProgress, kDecline, kBreach, kRecycle, kInquiry, kTransfer, kSweep}},
};

constexpr bool complete() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    const Row& row = kTable[i];
    if (row.from != static_cast<LeadStatus>(i) || row.name.empty()) return false;
    if (row.to_accepted.overlaps(row.to_closed) || row.to_accepted.overlaps(row.to_be_decided)) return false;
    if (row.to_closed.overlaps(row.to_be_decided)) return false;
  }
  return kTable.size() == kStatuses;
}
static_assert(complete(), "a row a status, in their order, and no move leads to two places");

const Row& row_of(LeadStatus status) { return kTable[static_cast<std::size_t>(status)]; }

}  // namespace

std::optional<Next> next(LeadStatus from, Move move) {
  const Row& row = row_of(from);
  if (row.to_accepted.has(move)) return Next{false, LeadStatus::kAccepted};
  if (row.to_closed.has(move)) return Next{false, LeadStatus::kClosed};
  if (row.to_be_decided.has(move)) return Next{true, LeadStatus::kUnrouted};
  return std::nullopt;
}

std::string_view name_of(LeadStatus status) { return row_of(status).name; }

std::string_view name_of(Step step) {
  switch (step) {
    case Step::kContacted:
      return "contacted";
    case Step::kMeeting:
      return "meeting";
    case Step::kProposal:
      return "proposal";
    case Step::kUnreachable:
      return "unreachable";
  }
  return "";
}

Move move_of(LeadStatus from, Trigger trigger) {
  switch (trigger) {
    case Trigger::kNewLead:
    case Trigger::kRepeatInquiry:
      return kInquiry;
    case Trigger::kHoldDrained:
    case Trigger::kHoldExpired:
      return kDrain;
    case Trigger::kResponseTimeout:
      return kBreach;
    case Trigger::kDeclined:
      return kDecline;
    case Trigger::kHandedBack:
      return kHandBack;
    case Trigger::kClaim:
      return kClaim;
    case Trigger::kMemberAway:
      return kRelease;
    case Trigger::kRecycled:  // what was recycled and waits for a journey is drained like any other hold
      return from == LeadStatus::kHeld ? kDrain : kRecycle;
    case Trigger::kOfferTaken:
      return kAccept;
    case Trigger::kNextStepTimeout:
      return kStall;
    case Trigger::kTransfer:
      return kTransfer;
    case Trigger::kSwept:
      return kSweep;
  }
  LEAKPROOF_CHECK(false);
  return {};
}

void move_to(RoutedLead& lead, Move move, LeadStatus to) {
  const auto legal = next(lead.status, move);
  LEAKPROOF_CHECK(legal.has_value());
  LEAKPROOF_CHECK(legal->decide ? to != LeadStatus::kClosed && to != LeadStatus::kUnrouted : to == legal->status);
  lead.status = to;
}

}  // namespace leakproof::router
