#include "scoring/domain/stage.h"

#include <array>

#include "scoring/domain/model.h"

namespace leakproof::scoring {
namespace {

constexpr std::array<std::string_view, 10> kNames{"inquiry",  "mql", "sal",  "sql",      "meeting",
                                                  "proposal", "won", "lost", "recycled", "disqualified"};

constexpr bool is_out(Stage stage) { return stage > Stage::kWon; }

}  // namespace

std::string_view name_of(Stage stage) { return kNames[static_cast<std::size_t>(stage)]; }

std::optional<Stage> stage_of(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Stage>(i);
  }
  return std::nullopt;
}

std::optional<Stage> moved_by_score(Stage from, double total, const Thresholds& thresholds) {
  if (from > Stage::kSal) return std::nullopt;
  if (total >= thresholds.sql_at) return Stage::kSql;
  if (from == Stage::kInquiry && total >= thresholds.mql_at) return Stage::kMql;
  return std::nullopt;
}

std::optional<Stage> moved_by_member(Stage from, Stage to) {
  const bool moves = is_out(to) ? from != to : is_out(from) || to > from;
  return moves ? std::optional(to) : std::nullopt;
}

std::optional<Stage> moved_by_hand_back(Stage from) {
  return from == Stage::kRecycled ? std::optional(Stage::kInquiry) : std::nullopt;
}

std::optional<Stage> moved_by_inquiry(Stage from) {
  return from >= Stage::kWon ? std::optional(Stage::kInquiry) : std::nullopt;
}

}  // namespace leakproof::scoring
