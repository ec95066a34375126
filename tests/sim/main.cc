#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "run.h"

int main(int argc, char** argv) {
  using namespace leakproof::sim;
  const std::uint64_t first = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1, count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  const bool trace = argc > 3;
  Counters total;
  double hours = 0;
  const auto began = std::chrono::steady_clock::now();
  int bad = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const auto outcome = run(plan_of(seed), trace);
    for (const auto& line : outcome.lines) std::printf("%s\n", line.c_str());
    if (!outcome.breaches.empty()) {
      ++bad;
      int shown = 0;
      for (const auto& breach : outcome.breaches)
        if (shown++ < 4) std::printf("seed %llu %s: %s\n", (unsigned long long)seed, breach.invariant.c_str(), breach.what.c_str());
    }
    for (int i = 0; i < kActs; ++i) total.by_act[i] += outcome.counts.by_act[i];
    hours += std::chrono::duration<double, std::ratio<3600>>(outcome.simulated).count();
  }
  const double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  for (int i = 0; i < kActs; ++i) std::printf("%s=%lld ", name_of(static_cast<Act>(i)), (long long)total.by_act[i]);
  std::printf("\n%llu seeds, %d bad, %.0f h, %.1f s\n", (unsigned long long)count, bad, hours, s);
}
