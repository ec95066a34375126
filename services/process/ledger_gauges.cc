#include "process/ledger_gauges.h"

#include <algorithm>

#include "base/parse_number.h"
#include "observe/log.h"
#include "stream/local_states.h"
#include "stream/state_key.h"

namespace leakproof::process {
namespace {

constexpr int kAtOnce = 100;

}  // namespace

void LedgerGauges::update(const std::string& stage, const app::StageLedger& ledger, Instant now) {
  const auto unless_retry = [&](const Error& error) {
    if (error.disposition() != Disposition::kRetry)
      observe::log_error("ledger", {{"stage", stage}, {"why", error.message()}});
  };
  if (ledger.read) {
    const auto counts = count(stage, ledger);
    if (counts.ok())
      show(stage, ledger, *counts);
    else
      unless_retry(counts.error());
  }
  for (const auto& queue : ledger.queues) {
    if (const auto shown = show_queue_age(stage, ledger, queue, now); !shown.ok()) unless_retry(shown.error());
  }
  for (const auto& bound : ledger.bounds) {
    if (const auto shown = show_bound(stage, bound); !shown.ok()) unless_retry(shown.error());
  }
}

Status LedgerGauges::show_queue_age(const std::string& stage, const app::StageLedger& ledger,
                                    const app::QueueAgeMetric& queue, Instant now) {
  std::int64_t all = 0;
  std::int64_t oldest = 0;
  LEAKPROOF_ASSIGN(workspaces, states_.workspaces(stage));
  for (const auto& workspace : workspaces) {
    LEAKPROOF_ASSIGN(first, states_.scan(stage, workspace, queue.index(workspace), "", 1));
    if (first.empty()) continue;
    LEAKPROOF_ASSIGN(counter, states_.get(stage, workspace, queue.counter(workspace)));
    LEAKPROOF_ASSIGN(counted, queue.count(counter.value_or("")));
    all += counted;
    const auto since = parse_number<std::int64_t>(first[0].second).value_or(0);
    oldest = oldest == 0 ? since : std::min(oldest, since);
  }
  const std::string prefix = "leakproof_" + stage + "_waiting_";
  const double age = oldest == 0 ? 0 : static_cast<double>(std::max<std::int64_t>(0, to_micros(now) - oldest)) / 1e6;
  metrics_.gauge(prefix + ledger.things, "The " + ledger.things + " that wait, by what for", {{"kind", queue.kind}})
      .Set(static_cast<double>(all));
  metrics_.gauge(prefix + "oldest_seconds", "How long the oldest of them has", {{"kind", queue.kind}}).Set(age);
  return {};
}

template <class Visit>
Status LedgerGauges::for_each(const std::string& stage, const std::string& kind, Visit visit) {
  LEAKPROOF_ASSIGN(workspaces, states_.workspaces(stage));
  for (const auto& workspace : workspaces) {
    const std::string prefix = stream::state_key(workspace, kind);
    for (std::string after;;) {
      LEAKPROOF_ASSIGN(entries, states_.scan(stage, workspace, prefix, after, kAtOnce));
      if (entries.empty()) break;
      for (const auto& [key, value] : entries) LEAKPROOF_TRY(visit(value));
      after = entries.back().first;
    }
  }
  return {};
}

Result<app::LedgerCounts> LedgerGauges::count(const std::string& stage, const app::StageLedger& ledger) {
  LEAKPROOF_ASSIGN(whole, ledger.read(""));
  LEAKPROOF_TRY(for_each(stage, ledger.kind, [&](const std::string& value) -> Status {
    LEAKPROOF_ASSIGN(one, ledger.read(value));
    whole += one;
    return {};
  }));
  return whole;
}

Status LedgerGauges::show_bound(const std::string& stage, const app::BoundMetric& bound) {
  double most = 0;
  LEAKPROOF_TRY(for_each(stage, bound.kind, [&](const std::string& value) -> Status {
    LEAKPROOF_ASSIGN(one, bound.read(value));
    most = std::max(most, one);
    return {};
  }));
  metrics_.gauge("leakproof_" + stage + "_" + bound.name, bound.help).Set(most);
  return {};
}

void LedgerGauges::show(const std::string& stage, const app::StageLedger& ledger, const app::LedgerCounts& counts) {
  const std::string prefix = "leakproof_" + stage + "_";
  metrics_.gauge(prefix + "accepted_" + ledger.things, "All " + ledger.things + " that the stage has taken in")
      .Set(static_cast<double>(counts.all));
  for (const auto& [state, count] : counts.by_state) {
    metrics_.gauge(prefix + ledger.things, "Where the " + ledger.things + " are now", {{"state", state}})
        .Set(static_cast<double>(count));
  }
}

}  // namespace leakproof::process
