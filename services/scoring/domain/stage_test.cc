#include "scoring/domain/stage.h"

#include <gtest/gtest.h>

#include <sstream>

#include "scoring/domain/model.h"

namespace leakproof::scoring {
namespace {

// Each line: from, what happens, where it is then. Score moves are against mql 25, sql 60.
constexpr const char* kMoves = R"(
inquiry score:24 inquiry
inquiry score:25 mql
inquiry score:60 sql
mql score:59 mql
mql score:60 sql
sal score:30 sal
sal score:60 sql
sql score:0 sql
meeting score:99 meeting
recycled score:99 recycled
won score:99 won

inquiry member:sal sal
mql member:sal sal
sql member:sal sql
sal member:meeting meeting
proposal member:meeting proposal
meeting member:proposal proposal
proposal member:won won
inquiry member:won won
mql member:lost lost
won member:lost lost
lost member:lost lost
sal member:recycled recycled
recycled member:sal sal
lost member:meeting meeting
disqualified member:won won

inquiry inquiry inquiry
meeting inquiry meeting
won inquiry inquiry
lost inquiry inquiry
recycled inquiry inquiry
disqualified inquiry inquiry
)";

std::optional<Stage> moved(Stage from, const std::string& event) {
  if (event.starts_with("score:")) return moved_by_score(from, std::stod(event.substr(6)), {25, 60, 25, 60});
  if (event.starts_with("member:")) return moved_by_member(from, *stage_of(event.substr(7)));
  return moved_by_inquiry(from);
}

TEST(Stage, MovesAsTheTableSays) {
  std::istringstream lines(kMoves);
  std::string from, event, to;
  int rows = 0;
  for (; lines >> from >> event >> to; ++rows) {
    const Stage start = *stage_of(from);
    const auto move = moved(start, event);
    EXPECT_EQ(name_of(move.value_or(start)), to) << from << " " << event;
    EXPECT_NE(move, std::optional(start)) << "staying is no move: " << from << " " << event;
  }
  EXPECT_EQ(rows, 32);
}
TEST(Stage, KnowsItsNames) {
  for (int i = 0; i <= static_cast<int>(Stage::kDisqualified); ++i) {
    const auto stage = static_cast<Stage>(i);
    EXPECT_EQ(stage_of(name_of(stage)), stage);
  }
  EXPECT_EQ(stage_of("customer"), std::nullopt);
}

}  // namespace
}  // namespace leakproof::scoring
