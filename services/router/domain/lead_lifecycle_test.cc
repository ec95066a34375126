#include "router/domain/lead_lifecycle.h"

#include <gtest/gtest.h>

namespace leakproof::router {
namespace {

constexpr Next kDecide{true, LeadStatus::kUnrouted};
constexpr Next kTo(LeadStatus status) { return {false, status}; }

TEST(Assignment, LegalMoves) {
  EXPECT_EQ(next(LeadStatus::kAssigned, Move::kAccept), kTo(LeadStatus::kAccepted));
  EXPECT_EQ(next(LeadStatus::kAssigned, Move::kProgress), kTo(LeadStatus::kAccepted))
      << "who calls the lead has accepted it";
  EXPECT_EQ(next(LeadStatus::kAssigned, Move::kDecline), kDecide);
  EXPECT_EQ(next(LeadStatus::kAssigned, Move::kBreach), kDecide);
  EXPECT_EQ(next(LeadStatus::kAccepted, Move::kClose), kTo(LeadStatus::kClosed));
  EXPECT_EQ(next(LeadStatus::kHeld, Move::kDrain), kDecide);
  EXPECT_EQ(next(LeadStatus::kClosed, Move::kInquiry), kDecide) << "a dead lead is reopened";
}

TEST(Assignment, AnOpenOfferIsDecidedByWhoTakesItAndAnAcceptedLeadThatStallsIsDecidedAnew) {
  for (const Move move : {Move::kAccept, Move::kProgress, Move::kDecline, Move::kBreach})
    EXPECT_EQ(next(LeadStatus::kOffered, move), kDecide);
  EXPECT_EQ(next(LeadStatus::kOffered, Move::kDrain), std::nullopt);
  EXPECT_EQ(next(LeadStatus::kAccepted, Move::kStall), kDecide);
  EXPECT_EQ(next(LeadStatus::kAssigned, Move::kStall), std::nullopt);
}

TEST(Assignment, IllegalMovesAreToldApart) {
  EXPECT_EQ(next(LeadStatus::kAccepted, Move::kAccept), std::nullopt);
  EXPECT_EQ(next(LeadStatus::kAccepted, Move::kBreach), std::nullopt)
      << "an accepted lead is not taken back by the clock";
  EXPECT_EQ(next(LeadStatus::kHeld, Move::kDecline), std::nullopt);
  EXPECT_EQ(next(LeadStatus::kClosed, Move::kClose), std::nullopt);
}

TEST(Assignment, EveryLeadCanBeClaimedAndCanInquireAgain) {
  for (int status = 0; status < 8; ++status) {
    EXPECT_EQ(next(static_cast<LeadStatus>(status), Move::kClaim), kTo(LeadStatus::kAccepted));
    EXPECT_EQ(next(static_cast<LeadStatus>(status), Move::kInquiry), kDecide);
    EXPECT_FALSE(name_of(static_cast<LeadStatus>(status)).empty());
  }
}

}  // namespace
}  // namespace leakproof::router
