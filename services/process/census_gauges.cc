#include "process/census_gauges.h"

#include "observe/log.h"
#include "stream/state_key.h"

namespace leakproof {
namespace {

constexpr int kAtOnce = 100;

}  // namespace

void CensusGauges::step(const std::string& stage, const Books& books) {
  const auto census = count(stage, books);
  if (census.ok()) return show(stage, books, *census);
  if (census.error().disposition() != Disposition::kRetry) log_error("census", {{"stage", stage}, {"why", census.error().message()}});
}

Result<Census> CensusGauges::count(const std::string& stage, const Books& books) {
  LEAKPROOF_ASSIGN(whole, books.read(""));
  LEAKPROOF_ASSIGN(workspaces, states_.workspaces(stage));
  for (const auto& workspace : workspaces) LEAKPROOF_TRY(add(stage, books, workspace, whole));
  return whole;
}

Status CensusGauges::add(const std::string& stage, const Books& books, const std::string& workspace, Census& whole) {
  const std::string prefix = stream::state_key(workspace, books.kind);
  for (std::string after;;) {
    LEAKPROOF_ASSIGN(entries, states_.scan(stage, workspace, prefix, after, kAtOnce));
    if (entries.empty()) return {};
    for (const auto& [key, value] : entries) {
      LEAKPROOF_ASSIGN(one, books.read(value));
      whole += one;
    }
    after = entries.back().first;
  }
}

void CensusGauges::show(const std::string& stage, const Books& books, const Census& census) {
  const std::string prefix = "leakproof_" + stage + "_";
  metrics_.gauge(prefix + "accepted_" + books.things, "All " + books.things + " that the stage has taken in")
      .Set(static_cast<double>(census.all));
  for (const auto& [state, count] : census.by_state) {
    metrics_.gauge(prefix + books.things, "Where the " + books.things + " are now", {{"state", state}}).Set(static_cast<double>(count));
  }
}

}  // namespace leakproof
