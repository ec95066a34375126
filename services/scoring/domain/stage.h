// Where a lead stands between marketing and sales, and what moves it. Pure and total: what is no move leaves the stage
// alone.
//
//   inquiry ──► mql ──► sal ──► sql ──► meeting ──► proposal ──► won      forward only; steps may be left out
//      any ──► lost | recycled | disqualified                            by a member's word
//      lost, recycled, disqualified ──► sal, meeting, proposal, won      by a member's word
//      won, lost, recycled, disqualified ──► inquiry                     by a repeat inquiry
//      recycled ──► inquiry                                      when nurture hands it back: points count again
#pragma once
#include <optional>
#include <string_view>

namespace leakproof::scoring {

struct Thresholds;

// The open stages in order, then the others.
enum class Stage { kInquiry, kMql, kSal, kSql, kMeeting, kProposal, kWon, kLost, kRecycled, kDisqualified };
std::string_view name_of(Stage stage);  // "inquiry", "mql", ...
// Nothing for a word that is no stage.
std::optional<Stage> stage_of(std::string_view name);

// By points: an inquiry or mql (sal for sql) that has reached a threshold. Nothing when it stays.
std::optional<Stage> moved_by_score(Stage from, double total, const Thresholds& thresholds);
// By a member's word that it now is `to`. Nothing when it is already there or further.
std::optional<Stage> moved_by_member(Stage from, Stage to);
// By a repeat inquiry: what was over begins anew.
std::optional<Stage> moved_by_inquiry(Stage from);
// By nurture, which gives it back to sales.
std::optional<Stage> moved_by_hand_back(Stage from);

}  // namespace leakproof::scoring
