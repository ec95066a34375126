#include "ingest/domain/source_ledger.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "ingest/domain/reason.h"

namespace leakproof::ingest {
namespace {

constexpr State kAll[] = {State::kCreated, State::kUpdated,   State::kQuarantined, State::kWaiting,
                          State::kNothing, State::kDiscarded, State::kTest};

TEST(SourceLedger, MovesOfTheDrawing) {
  // columns: created updated quarantined waiting nothing discarded test
  const std::pair<std::optional<State>, const char*> rows[] = {
      {std::nullopt, "yyyyy-y"},        {State::kCreated, "-------"}, {State::kUpdated, "-------"},
      {State::kQuarantined, "yyyyyyy"}, {State::kWaiting, "yyy---y"}, {State::kNothing, "-------"},
      {State::kDiscarded, "-------"},   {State::kTest, "-------"},
  };
  for (const auto& [from, legal] : rows) {
    std::string found;
    for (auto to : kAll) found += may_move(from, to) ? 'y' : '-';
    EXPECT_EQ(found, legal) << (from ? static_cast<int>(*from) : -1);
  }
}

TEST(SourceLedger, AddUpAfterEveryMove) {
  for (auto first : kAll) {
    if (!may_move(std::nullopt, first)) continue;
    for (auto second : kAll) {
      SourceLedger ledger;
      move(ledger, std::nullopt, first);
      EXPECT_TRUE(balanced(ledger));
      count_duplicate(ledger);
      EXPECT_TRUE(balanced(ledger));
      if (may_move(first, second)) move(ledger, first, second);
      EXPECT_TRUE(balanced(ledger));
      EXPECT_EQ(ledger.accepted, 2);
    }
  }
}

TEST(BooksDeathTest, IllegalMoveStops) {
  SourceLedger ledger;
  EXPECT_DEATH(move(ledger, State::kCreated, State::kUpdated), "may_move");
}

TEST(Reason, CodesAreDistinct) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(Reason::kUnsupportedEvent); ++i) codes.insert(code_of(static_cast<Reason>(i)));
  EXPECT_EQ(codes.size(), 11u);
}

}  // namespace
}  // namespace leakproof::ingest
