// The ledger of a stage: how many things its state holds, by the state they are in. The whole is counted apart from its
// parts: when they differ, something was lost or counted twice. Each stage says here how its own values are read; the
// process turns them into gauges (services/process/ledger_gauges.h). Values and pure functions.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace leakproof::app {

struct LedgerCounts {
  std::int64_t all = 0;
  std::map<std::string, std::int64_t> by_state;  // every state, also those that nothing is in

  void operator+=(const LedgerCounts& other) {
    all += other.all;
    for (const auto& [state, count] : other.by_state) by_state[state] += count;
  }
};

// A queue of things of one kind that wait for something, shown by its length and the age of its oldest entry. It is an
// index in the state, oldest first, whose values are the time since when: microseconds as decimal text.
struct QueueAgeMetric {
  std::string kind;
  std::function<std::string(const std::string& workspace)> index;    // the prefix of its keys
  std::function<std::string(const std::string& workspace)> counter;  // the key of the value that counts its entries
  std::function<Result<std::int64_t>(const std::string& value)> count;
};

// A quantity that stays within a bound, shown as its part of the bound: the largest among all values of a kind of state
// key.
struct BoundMetric {
  std::string name, help;
  std::string kind;
  std::function<Result<double>(const std::string& value)> read;
};

struct StageLedger {
  std::string things;  // "receipts"; empty = the stage keeps no ledger
  std::string kind;    // of the state keys that hold them, see stream/state_key.h
  // An empty value is one with nothing in it. Null: the stage has queues and no ledger.
  std::function<Result<LedgerCounts>(const std::string& value)> read;
  std::vector<QueueAgeMetric> queues{};
  std::vector<BoundMetric> bounds{};
};

}  // namespace leakproof::app
