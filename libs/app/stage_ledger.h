// The ledger of a stage: how many things the state holds, by the state they are in. The whole is counted apart from its
// parts: when they differ, something was lost or counted twice.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace leakproof {

struct LedgerCounts {
  std::int64_t all = 0;
  std::map<std::string, std::int64_t> by_state;  // every state, also those that nothing is in

  void operator+=(const LedgerCounts& other) {
    all += other.all;
    for (const auto& [state, count] : other.by_state) by_state[state] += count;
  }
};

// Things of one kind that wait for something, oldest first in an index whose values are since when: microseconds as
// decimal text.
struct QueueAgeMetric {
  std::string kind;
  std::function<std::string(const std::string& workspace)> index;  // prefix of its keys
  std::function<std::string(const std::string& workspace)> book;   // key of the value that counts them
  std::function<Result<std::int64_t>(const std::string& value)> count;
};

// How far something went that stays within a bound, as a part of the bound: the most of all values of a kind of state
// key.
struct BoundMetric {
  std::string name, help;
  std::string kind;
  std::function<Result<double>(const std::string& value)> read;
};

struct StageLedger {
  std::string things;  // "receipts"; empty = the stage keeps no ledger
  std::string kind;    // of the state keys that hold them, see stream/state_key.h
  std::function<Result<LedgerCounts>(const std::string& value)> read;  // an empty value is one with nothing in it
  std::vector<QueueAgeMetric> waits{};
  std::vector<BoundMetric> peaks{};
};

}  // namespace leakproof
