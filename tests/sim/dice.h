// Chance out of a seed: the same seed gives the same numbers on every machine.
#pragma once
#include <cstdint>

namespace leakproof::sim {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  // SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
  std::uint64_t roll() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  // 0 … sides-1; sides ≥ 1.
  int below(int sides) { return static_cast<int>(roll() % static_cast<std::uint64_t>(sides)); }
  bool one_in(int n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace leakproof::sim
