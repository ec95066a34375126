// The state as it will be when everything in flight has settled: the store, and over it the changes not settled yet.
// One thread. Changes are written under the draft being made; commit() ties them to the effect's sequence number,
// rollback() takes them back.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "stream/store.h"

namespace leakproof::stream {

class Overlay {
 public:
  explicit Overlay(const Store& store) : store_(store) {}
  Result<std::optional<std::string>> get(std::string_view key) const;
  // As Store::scan. The visitor must not write.
  Status scan(std::string_view prefix, std::string_view from, const Visit& visit) const;

  void write(std::string key, std::optional<std::string> value);
  std::size_t savepoint() const { return undo_.size(); }
  void rollback(std::size_t savepoint);
  void commit(std::int64_t seq);
  // The effect stands in the store now.
  void settle(std::int64_t seq);
  bool empty() const { return entries_.empty() && undo_.empty() && committed_.empty(); }
  // The first key ≥ `from` changed in flight, if it begins with `prefix`.
  std::optional<std::string> first_change(std::string_view prefix, std::string_view from) const;

 private:
  struct Entry {
    std::optional<std::string> value;
    std::int64_t seq = 0;  // last writer in flight; kDraft while its draft is being made
  };
  static constexpr std::int64_t kDraft = -1;
  struct Undo {
    std::string key;
    std::optional<Entry> before;
  };

  const Store& store_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::vector<Undo> undo_;
  std::deque<std::pair<std::int64_t, std::vector<std::string>>> committed_;  // by sequence: the keys it wrote
};

}  // namespace leakproof::stream
