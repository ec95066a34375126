#include "router/domain/assignment.h"

#include <gtest/gtest.h>

namespace leakproof::router {
namespace {

constexpr Next kDecide{true, Status::kUnrouted};
constexpr Next kTo(Status status) { return {false, status}; }

TEST(Assignment, LegalMoves) {
  EXPECT_EQ(next(Status::kOffered, Move::kAccept), kTo(Status::kAccepted));
  EXPECT_EQ(next(Status::kOffered, Move::kProgress), kTo(Status::kAccepted)) << "who calls the lead has accepted it";
  EXPECT_EQ(next(Status::kOffered, Move::kDecline), kDecide);
  EXPECT_EQ(next(Status::kOffered, Move::kBreach), kDecide);
  EXPECT_EQ(next(Status::kAccepted, Move::kClose), kTo(Status::kClosed));
  EXPECT_EQ(next(Status::kHeld, Move::kDrain), kDecide);
  EXPECT_EQ(next(Status::kClosed, Move::kEnquiry), kDecide) << "a dead lead is reopened";
}

TEST(Assignment, IllegalMovesAreToldApart) {
  EXPECT_EQ(next(Status::kAccepted, Move::kAccept), std::nullopt);
  EXPECT_EQ(next(Status::kAccepted, Move::kBreach), std::nullopt) << "an accepted lead is not taken back by the clock";
  EXPECT_EQ(next(Status::kHeld, Move::kDecline), std::nullopt);
  EXPECT_EQ(next(Status::kClosed, Move::kClose), std::nullopt);
}

TEST(Assignment, EveryLeadCanBeClaimedAndCanEnquireAgain) {
  for (int status = 0; status < 7; ++status) {
    EXPECT_EQ(next(static_cast<Status>(status), Move::kClaim), kTo(Status::kAccepted));
    EXPECT_EQ(next(static_cast<Status>(status), Move::kEnquiry), kDecide);
    EXPECT_FALSE(name_of(static_cast<Status>(status)).empty());
  }
}

}  // namespace
}  // namespace leakproof::router
