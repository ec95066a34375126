#include "campaign.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <new>
#include <set>
#include <span>

#include "base/check.h"
#include "run.h"

namespace leakproof::sim {
namespace {

using Time = std::chrono::steady_clock;

constexpr std::size_t kFailuresKept = 16;

struct Shard {
  Tally tally;
  std::uint64_t next = 0;                 // index of the seed under way
  std::atomic<std::size_t> failures = 0;  // looked at by the other shards
  std::uint64_t failed[kFailuresKept];
  void fail(std::uint64_t seed) {
    if (failures < kFailuresKept) failed[failures++] = seed;
  }
};

std::uint64_t seed_at(const Order& order, std::uint64_t index) {
  return index < order.kept.size() ? order.kept[index] : order.first + index - order.kept.size();
}

void count(const Outcome& outcome, std::uint64_t seed, Shard& shard) {
  auto& tally = shard.tally;
  ++tally.seeds;
  tally.leads += outcome.leads;
  tally.hours += std::chrono::duration<double, std::ratio<3600>>(outcome.simulated).count();
  for (int i = 0; i < kActs; ++i)
    tally.faults.by_act[static_cast<std::size_t>(i)] += outcome.counts.by_act[static_cast<std::size_t>(i)];
  std::set<std::string> broken;
  for (const auto& breach : outcome.breaches) broken.insert(breach.invariant);
  for (std::size_t i = 0; i < kInvariants; ++i) tally.breached[i] += broken.contains(kAllInvariants[i].name);
  if (!broken.empty()) shard.fail(seed);
}

bool over(const Order& order, std::span<const Shard> shards, Time::time_point until) {
  if (Time::now() >= until) return true;
  return order.until_failed && std::ranges::any_of(shards, [](const Shard& shard) { return shard.failures > 0; });
}

void work(const Order& order, std::span<const Shard> shards, Shard& shard, Time::time_point until) {
  for (; shard.next < order.seeds && !over(order, shards, until);
       shard.next += static_cast<std::uint64_t>(order.shards)) {
    const auto seed = seed_at(order, shard.next);
    const Plan plan = plan_of(seed);
    ::alarm(order.patience_seconds);
    const Outcome outcome = run(plan, false);
    count(outcome, seed, shard);
    if (order.twice_every == 0 || shard.next / static_cast<std::uint64_t>(order.shards) % order.twice_every != 0)
      continue;
    ++shard.tally.compared;
    if (run(plan, false).trace != outcome.trace) shard.fail(seed);
  }
}

// A shard that dies has met a failure; the next process of it goes on behind.
void oversee(const Order& order, std::span<const Shard> shards, Shard& shard, Time::time_point until) {
  for (;;) {
    const pid_t child = ::fork();
    LEAKPROOF_CHECK(child >= 0);
    if (child == 0) {
      work(order, shards, shard, until);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
    shard.fail(seed_at(order, shard.next));
    shard.next += static_cast<std::uint64_t>(order.shards);
    if (shard.failures == kFailuresKept || order.until_failed) return;
  }
}

}  // namespace

void Tally::add(const Tally& other) {
  seeds += other.seeds;
  leads += other.leads;
  compared += other.compared;
  hours += other.hours;
  for (std::size_t i = 0; i < faults.by_act.size(); ++i) faults.by_act[i] += other.faults.by_act[i];
  for (std::size_t i = 0; i < breached.size(); ++i) breached[i] += other.breached[i];
}

Result run_all(const Order& order) {
  const auto began = Time::now();
  const auto until = order.at_most == std::chrono::seconds::max() ? Time::time_point::max() : began + order.at_most;
  const auto count = static_cast<std::size_t>(order.shards);
  void* memory = ::mmap(nullptr, count * sizeof(Shard), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  LEAKPROOF_CHECK(memory != MAP_FAILED);
  auto* shards = static_cast<Shard*>(memory);
  std::vector<pid_t> overseers;
  for (std::size_t i = 0; i < count; ++i) {
    new (&shards[i]) Shard;
    shards[i].next = i;
    const pid_t child = ::fork();
    LEAKPROOF_CHECK(child >= 0);
    if (child == 0) {
      oversee(order, {shards, count}, shards[i], until);
      ::_exit(0);
    }
    overseers.push_back(child);
  }
  for (const pid_t child : overseers) ::waitpid(child, nullptr, 0);
  Result result;
  for (std::size_t i = 0; i < count; ++i) {
    result.tally.add(shards[i].tally);
    result.failed.insert(result.failed.end(), shards[i].failed, shards[i].failed + shards[i].failures.load());
  }
  ::munmap(memory, count * sizeof(Shard));
  std::ranges::sort(result.failed);
  result.seconds = std::chrono::duration<double>(Time::now() - began).count();
  return result;
}

}  // namespace leakproof::sim
