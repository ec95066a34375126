#include "verdict.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "run.h"
#include "trial.h"

namespace leakproof::sim {
namespace {

// The actions of a plan by their place in the plan of the seed, as --only takes them.
std::string places(const Plan& part, const Plan& whole) {
  std::string text;
  std::size_t at = 0;
  for (const auto& action : part.actions) {
    while (whole.actions[at].chance != action.chance) ++at;
    text += (text.empty() ? "" : ",") + std::to_string(at);
  }
  return text;
}

}  // namespace

void print_summary(const Result& result) {
  const auto& tally = result.tally;
  std::printf(
      "%lld seeds (%lld of them twice, with the same trace), %.0f simulated hours, %lld submissions in %.1f s: %.1f "
      "seeds a second\n",
      static_cast<long long>(tally.seeds), static_cast<long long>(tally.compared), tally.hours,
      static_cast<long long>(tally.leads), result.seconds, static_cast<double>(tally.seeds) / result.seconds);
  for (int i = 0; i < kActs; ++i) {
    const Act act = static_cast<Act>(i);
    std::printf("%-20s %8lld%s", name_of(act), static_cast<long long>(tally.faults.of(act)),
                i % 4 == 3 || i + 1 == kActs ? "\n" : "   ");
  }
  for (std::size_t i = 0; i < kInvariants; ++i) {
    if (tally.breached[i] > 0)
      std::printf("%s (%s) is broken by %lld seeds\n", kAllInvariants[i].name, kAllInvariants[i].promise,
                  static_cast<long long>(tally.breached[i]));
  }
}

void print_failure(std::uint64_t seed, const Plan& plan, bool trace) {
  const Finding finding = tried(plan);
  if (!finding) return void(std::printf("seed %llu: all invariants hold\n", static_cast<unsigned long long>(seed)));
  const Plan least = shrunken(plan, finding.invariant);
  std::printf("\nseed %llu breaks %s: %s\n%zu of its %zu actions are enough, on %d machines with %d partitions%s%s:\n",
              static_cast<unsigned long long>(seed), finding.invariant.c_str(), tried(least).what.c_str(),
              least.actions.size(), plan.actions.size(), plan.machines, plan.partitions,
              plan.publishes ? ", published" : "", plan.on_input_lag ? ", a slow log" : "");
  for (const auto& action : least.actions) std::printf("  %s\n", text_of(action).c_str());
  if (trace && finding.invariant != "abort" && finding.invariant != "hangs") {
    const auto outcome = run(least, true);
    for (const auto& line : outcome.lines) std::printf("%s\n", line.c_str());
    for (const auto& breach : outcome.breaches) std::printf("%s: %s\n", breach.invariant.c_str(), breach.what.c_str());
  }
  std::printf("again: ./dev sim --seed %llu --only %s\n", static_cast<unsigned long long>(seed),
              places(least, plan_of(seed)).c_str());
}

void print_finding(std::uint64_t seed, unsigned patience_seconds) {
  const Finding finding = tried(plan_of(seed), patience_seconds);
  std::printf("seed %llu breaks %s: %s\n", static_cast<unsigned long long>(seed), finding.invariant.c_str(),
              finding.what.c_str());
}

void write_verdict(const std::string& path, const Result& result, const std::string& commit) {
  nlohmann::ordered_json verdict{{"what", "simulation"},
                                 {"commit", commit},
                                 {"seeds", result.tally.seeds},
                                 {"seeds_run_twice", result.tally.compared},
                                 {"simulated_hours", std::llround(result.tally.hours)},
                                 {"submissions", result.tally.leads},
                                 {"seconds", result.seconds},
                                 {"seeds_a_second", static_cast<double>(result.tally.seeds) / result.seconds},
                                 {"failed_seeds", result.failed}};
  // Zero failures in N independent trials: the rate is below 3/N with 95 % confidence.
  if (result.failed.empty())
    verdict["failure_rate_below"] = 3.0 / static_cast<double>(std::max<std::int64_t>(1, result.tally.seeds));
  for (int i = 0; i < kActs; ++i) {
    const Act act = static_cast<Act>(i);
    verdict[i < kInputActs ? "inputs" : "faults"][name_of(act)] = result.tally.faults.of(act);
  }
  for (std::size_t i = 0; i < kInvariants; ++i) {
    verdict["invariants"][kAllInvariants[i].name] = {{"promise", kAllInvariants[i].promise},
                                                     {"seeds_that_break_it", result.tally.breached[i]}};
  }
  std::ofstream(path) << verdict.dump(2) << "\n";
}

}  // namespace leakproof::sim
