// leakproof-sim: plays seeds, says which break an invariant and how little it takes. README.md.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>

#include "verdict.h"

namespace leakproof::sim {
namespace {

// A seed a line; what stands behind it is for the reader.
std::vector<std::uint64_t> kept_seeds(const std::string& path) {
  std::vector<std::uint64_t> seeds;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') seeds.push_back(std::stoull(line));
  }
  return seeds;
}

int play_one(std::uint64_t seed, const std::vector<std::size_t>& only) {
  Plan plan = plan_of(seed);
  if (!only.empty()) {
    std::vector<Action> kept;
    for (const auto place : only) kept.push_back(plan.actions.at(place));
    plan.actions = std::move(kept);
  }
  print_failure(seed, plan, true);
  return 0;
}

bool every_fault_came_true(const Tally& tally) {
  bool all = true;
  for (int i = 0; i < kActs; ++i) {
    if (tally.faults.of(static_cast<Act>(i)) > 0) continue;
    std::printf("%s never came true\n", name_of(static_cast<Act>(i)));
    all = false;
  }
  return all;
}

int play_all(const Order& order, double hours_at_least, const std::string& verdict, const std::string& commit) {
  const Result result = run_all(order);
  print_summary(result);
  if (!verdict.empty()) write_verdict(verdict, result, commit);
  if (order.until_failed && !result.failed.empty()) print_finding(result.failed.front(), order.patience_seconds);
  constexpr std::size_t kShown = 3;
  for (std::size_t i = 0; i < result.failed.size() && i < kShown && !order.until_failed; ++i)
    print_failure(result.failed[i], plan_of(result.failed[i]), false);
  for (const auto seed : result.failed)
    std::printf("failed: %llu; add it to tests/sim/seeds.txt\n", static_cast<unsigned long long>(seed));
  constexpr std::int64_t kEnoughForAll = 500;
  const bool complete = result.tally.seeds < kEnoughForAll || every_fault_came_true(result.tally);
  const bool long_enough = result.tally.hours >= hours_at_least;
  if (!long_enough) std::printf("that is less than %.0f simulated hours\n", hours_at_least);
  return result.failed.empty() && complete && long_enough ? 0 : 1;
}

}  // namespace
}  // namespace leakproof::sim

int main(int argc, char** argv) {
  using namespace leakproof::sim;
  Order order;
  std::uint64_t seed = 0;
  std::vector<std::size_t> only;
  double minutes = 0, hours_at_least = 0;
  std::string verdict, commit;
  CLI::App app("Plays the stages of leakproof on simulated machines, with faults");
  const auto* one = app.add_option("--seed", seed, "only this one, with its trace when it fails");
  app.add_option("--only", only, "of that seed, these actions only")->delimiter(',');
  app.add_option("--first", order.first, "the first of the new seeds");
  const auto* seeds = app.add_option("--seeds", order.seeds, "how many");
  app.add_option("--minutes", minutes, "at most so long; without --seeds, as many seeds as that takes");
  app.add_option("--shards", order.shards, "processes")->check(CLI::Range(1, 256));
  app.add_option("--twice-every", order.twice_every, "one seed in so many is played twice; 0 = none");
  app.add_option("--patience", order.patience_seconds, "seconds; a run that takes longer hangs");
  app.add_flag("--until-failed", order.until_failed, "stop at the first failure and do not make it small");
  app.add_option("--hours-at-least", hours_at_least, "simulated; less is a failure");
  app.add_option("--verdict", verdict, "JSON file to write");
  app.add_option("--commit", commit, "named in the verdict");
  CLI11_PARSE(app, argc, argv);
  if (one->count() > 0) return play_one(seed, only);
  if (minutes > 0) {
    order.at_most = std::chrono::seconds(static_cast<int>(minutes * 60));
    if (seeds->count() == 0) order.seeds = std::numeric_limits<std::uint64_t>::max() / 2;
  }
  order.kept = kept_seeds(SIM_SEEDS);
  return play_all(order, hours_at_least, verdict, commit);
}
