// The table of legal moves, said a second time as text.
#include "router/domain/lead_lifecycle.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <sstream>
#include <string>

namespace leakproof::router {
namespace {

constexpr std::array kMoveNames = {"accept", "progress",  "decline", "breach",  "release", "close",    "recycle",
                                   "claim",  "hand_back", "drain",   "inquiry", "stall",   "transfer", "sweep"};

// A status, then the moves that are legal there; after > what they lead to (decide: the router decides anew).
constexpr const char* kLegal = R"(
in_flight     close > closed          claim > accepted                   inquiry > decide
assigned      close > closed          accept progress claim > accepted   decline breach release recycle inquiry transfer sweep > decide
accepted      close > closed          progress claim > accepted          decline release recycle inquiry stall transfer sweep > decide
held          close > closed          claim > accepted                   drain inquiry transfer sweep > decide
with_nurture  close > closed          claim > accepted                   hand_back inquiry sweep > decide
escalated     close > closed          claim > accepted                   inquiry transfer sweep > decide
closed        claim > accepted        hand_back inquiry > decide
offered       close > closed          claim > accepted                   accept progress decline breach recycle inquiry transfer sweep > decide
)";

using Moves = std::map<std::string, std::string>;
std::map<std::string, Moves> legal_moves() {
  std::map<std::string, Moves> table;
  std::istringstream lines(kLegal);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string status, word;
    if (!(words >> status)) continue;
    std::vector<std::string> moves;
    while (words >> word) {
      if (word != ">") {
        moves.push_back(word);
        continue;
      }
      words >> word;
      for (const auto& move : moves) table[status][move] = word;
      moves.clear();
    }
  }
  return table;
}

template <class Visit>
void each_status(const Visit& visit) {
  for (int status = 0; status <= static_cast<int>(kLastLeadStatus); ++status) visit(static_cast<LeadStatus>(status));
}

TEST(LeadLifecycle, TheTableOfLegalMoves) {
  const auto table = legal_moves();
  ASSERT_EQ(kMoveNames.size(), static_cast<std::size_t>(kLastMove) + 1);
  each_status([&](LeadStatus status) {
    const Moves& moves = table.at(std::string(name_of(status)));
    for (std::size_t i = 0; i < kMoveNames.size(); ++i) {
      const auto to = next(status, static_cast<Move>(i));
      const std::string got = !to ? "" : to->decide ? "decide" : std::string(name_of(to->status));
      const auto expected = moves.find(kMoveNames[i]);
      EXPECT_EQ(got, expected == moves.end() ? "" : expected->second) << name_of(status) << ", " << kMoveNames[i];
    }
  });
}

TEST(LeadLifecycle, AStatusMovesAsTheTableSaysAndNoOtherWay) {
  const auto moved = [](LeadStatus from, Move move, LeadStatus to) {
    RoutedLead lead;
    lead.status = from;
    move_to(lead, move, to);
    return lead.status;
  };
  EXPECT_EQ(moved(LeadStatus::kAssigned, Move::kAccept, LeadStatus::kAccepted), LeadStatus::kAccepted);
  EXPECT_EQ(moved(LeadStatus::kOffered, Move::kAccept, LeadStatus::kAccepted), LeadStatus::kAccepted);
  EXPECT_EQ(moved(LeadStatus::kHeld, Move::kDrain, LeadStatus::kAssigned), LeadStatus::kAssigned);
  EXPECT_DEATH(moved(LeadStatus::kAccepted, Move::kBreach, LeadStatus::kHeld), "CHECK failed")
      << "an accepted lead is not taken back by the clock";
  EXPECT_DEATH(moved(LeadStatus::kClosed, Move::kClose, LeadStatus::kClosed), "CHECK failed");
  EXPECT_DEATH(moved(LeadStatus::kAssigned, Move::kAccept, LeadStatus::kHeld), "CHECK failed");
  EXPECT_DEATH(moved(LeadStatus::kAssigned, Move::kDecline, LeadStatus::kClosed), "CHECK failed")
      << "what the router decides is never that a lead is closed";
}

// Every trigger that a lead in this status can meet is a move of the table.
TEST(LeadLifecycle, ADecisionIsAMove) {
  EXPECT_EQ(move_of(LeadStatus::kHeld, Trigger::kRecycled), Move::kDrain) << "it waited for a journey";
  EXPECT_EQ(move_of(LeadStatus::kAccepted, Trigger::kRecycled), Move::kRecycle);
  each_status([](LeadStatus status) {
    for (const auto trigger : {Trigger::kNewLead, Trigger::kRepeatInquiry, Trigger::kClaim})
      EXPECT_TRUE(next(status, move_of(status, trigger))) << name_of(status) << ", " << name_of(trigger);
  });
}

}  // namespace
}  // namespace leakproof::router
