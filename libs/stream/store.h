// The port of a state store: ordered keys of one partition of one stage. A cache of the journal, never ahead of it.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leakproof::stream {

struct Change {
  std::string key;
  std::optional<std::string> value;  // absent = delete
};

// Returns false to stop the scan.
using Visit = std::function<bool(std::string_view key, std::string_view value)>;

// One writer (the task's thread), readers on any thread. apply() is atomic and seen by reads that begin after it.
class Store {
 public:
  virtual ~Store() = default;
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  // Keys ≥ `from` that begin with `prefix`, ascending.
  virtual Status scan(std::string_view prefix, std::string_view from, const Visit& visit) const = 0;
  virtual Status apply(const std::vector<Change>& changes) = 0;
  // Makes everything applied so far survive a crash. Slow; called now and then and on release.
  virtual Status flush() = 0;
  // How many bytes of memory and disk it takes, for metrics.
  virtual std::uint64_t bytes() const { return 0; }
};

// Opens the store of one partition, made empty when absent; kFatal when it is damaged or in use.
class StoreFactory {
 public:
  virtual ~StoreFactory() = default;
  virtual Result<std::unique_ptr<Store>> open(const std::string& stage, std::int32_t partition) = 0;
  // Removes what is there, so that it can be rebuilt. No store of it may be open.
  virtual Status wipe(const std::string& stage, std::int32_t partition) = 0;
};

}  // namespace leakproof::stream
