// A Store in memory with verbs for tests: crash() forgets what was not flushed, fill() takes all space of the disk.
// Thread-safe.
#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "stream/store.h"

namespace leakproof::stream {

class MemoryStore final : public Store {
 public:
  Result<std::optional<std::string>> get(std::string_view key) const override {
    std::lock_guard lock(mutex_);
    auto found = data_.find(key);
    return found == data_.end() ? std::optional<std::string>() : std::optional(found->second);
  }
  Status scan(std::string_view prefix, std::string_view from, const Visit& visit) const override {
    std::lock_guard lock(mutex_);
    for (auto at = data_.lower_bound(std::max(prefix, from)); at != data_.end() && at->first.starts_with(prefix);
         ++at) {
      if (!visit(at->first, at->second)) break;
    }
    return {};
  }
  Status apply(const std::vector<Change>& changes) override {
    std::lock_guard lock(mutex_);
    if (full_) return retry("no space left");
    for (auto& change : changes) {
      if (change.value)
        data_[change.key] = *change.value;
      else
        data_.erase(change.key);
    }
    written_ += changes.size();
    return {};
  }
  Status flush() override {
    std::lock_guard lock(mutex_);
    flushed_ = data_;
    return {};
  }
  void crash() {
    std::lock_guard lock(mutex_);
    data_ = flushed_;
  }
  void fill(bool full = true) {
    std::lock_guard lock(mutex_);
    full_ = full;
  }
  std::size_t written() const {  // changes
    std::lock_guard lock(mutex_);
    return written_;
  }
  std::map<std::string, std::string, std::less<>> content() const {
    std::lock_guard lock(mutex_);
    return data_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> data_, flushed_;  // guarded by mutex_
  std::size_t written_ = 0;                                         // guarded by mutex_
  bool full_ = false;                                               // guarded by mutex_
};

// Stores that outlive the task that opened them, as a disk does.
class MemoryStores final : public StoreFactory {
 public:
  MemoryStore& disk(const std::string& stage, std::int32_t partition) {
    return disks_[stage + "/" + std::to_string(partition)];
  }
  Result<std::unique_ptr<Store>> open(const std::string& stage, std::int32_t partition) override {
    return std::unique_ptr<Store>(std::make_unique<Borrowed>(disk(stage, partition)));
  }
  Status wipe(const std::string& stage, std::int32_t partition) override {
    disks_.erase(stage + "/" + std::to_string(partition));
    return {};
  }

 private:
  class Borrowed final : public Store {
   public:
    explicit Borrowed(MemoryStore& disk) : disk_(disk) {}
    Result<std::optional<std::string>> get(std::string_view key) const override { return disk_.get(key); }
    Status scan(std::string_view p, std::string_view f, const Visit& v) const override { return disk_.scan(p, f, v); }
    Status apply(const std::vector<Change>& changes) override { return disk_.apply(changes); }
    Status flush() override { return disk_.flush(); }

   private:
    MemoryStore& disk_;
  };
  std::map<std::string, MemoryStore> disks_;
};

}  // namespace leakproof::stream
