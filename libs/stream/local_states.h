// The stores of this process that are owned and caught up, for queries from any thread. Tasks publish and retract.
#pragma once
#include <map>

#include "base/mutex.h"
#include "stream/state_reader.h"
#include "stream/task.h"

namespace leakproof::stream {

class LocalStates final : public StoreRegistry, public StateReader {
 public:
  explicit LocalStates(std::int32_t partitions) : partitions_(partitions) {}
  void publish(const TaskSpec& task, const Store& store) override;
  void retract(const TaskSpec& task) override;
  Result<std::optional<std::string>> get(const std::string& stage, const std::string& workspace,
                                         std::string_view key) override;
  Result<std::vector<std::pair<std::string, std::string>>> scan(const std::string& stage, const std::string& workspace,
                                                                std::string_view prefix, std::string_view after,
                                                                int limit) override;
  std::int32_t partitions() const { return partitions_; }
  bool serves(const std::string& stage, const std::string& workspace) const;
  // All that live on a partition whose state of the stage is here, each once; a seek each.
  Result<std::vector<std::string>> workspaces(const std::string& stage) const;
  std::vector<std::int32_t> served(const std::string& stage) const;

 private:
  using Place = std::pair<std::string, std::int32_t>;
  Result<const Store*> find(const std::string& stage, const std::string& workspace) const
      LEAKPROOF_REQUIRES_SHARED(mutex_);

  const std::int32_t partitions_;
  mutable SharedMutex mutex_;
  std::map<Place, const Store*> stores_ LEAKPROOF_GUARDED_BY(mutex_);  // held while a store is read
};

}  // namespace leakproof::stream
