#include "stream/overlay.h"

#include "base/check.h"

namespace leakproof::stream {

Result<std::optional<std::string>> Overlay::get(std::string_view key) const {
  if (auto found = entries_.find(key); found != entries_.end()) return found->second.value;
  return store_.get(key);
}

Status Overlay::scan(std::string_view prefix, std::string_view from, const Visit& visit) const {
  auto next = entries_.lower_bound(std::max(prefix, from));
  bool going = true;
  auto ours_before = [&](std::optional<std::string_view> bound) {
    for (; going && next != entries_.end() && next->first.starts_with(prefix) && (!bound || next->first < *bound);
         ++next) {
      if (next->second.value) going = visit(next->first, *next->second.value);
    }
  };
  LEAKPROOF_TRY(store_.scan(prefix, from, [&](std::string_view key, std::string_view value) {
    ours_before(key);
    if (!going) return false;
    if (next != entries_.end() && next->first == key)
      return true;  // ours is newer: visited by the next round, or deleted
    return going = visit(key, value);
  }));
  ours_before(std::nullopt);
  return {};
}

void Overlay::write(std::string key, std::optional<std::string> value) {
  LEAKPROOF_CHECK(!key.empty());
  auto [entry, fresh] = entries_.try_emplace(key);
  undo_.push_back({std::move(key), fresh ? std::nullopt : std::optional(entry->second)});
  entry->second = {std::move(value), kDraft};
}

void Overlay::rollback(std::size_t savepoint) {
  LEAKPROOF_CHECK(savepoint <= undo_.size());
  for (; undo_.size() > savepoint; undo_.pop_back()) {
    auto& last = undo_.back();
    LEAKPROOF_CHECK(entries_.contains(last.key));
    if (last.before)
      entries_[last.key] = std::move(*last.before);
    else
      entries_.erase(last.key);
  }
}

void Overlay::commit(std::int64_t seq) {
  LEAKPROOF_CHECK(committed_.empty() || committed_.back().first < seq);
  std::vector<std::string> keys;
  for (auto& undone : undo_) {
    const auto written = entries_.find(undone.key);
    LEAKPROOF_CHECK(written != entries_.end());  // a draft only adds
    written->second.seq = seq;
    keys.push_back(std::move(undone.key));
  }
  undo_.clear();
  committed_.emplace_back(seq, std::move(keys));
}

void Overlay::settle(std::int64_t seq) {
  LEAKPROOF_CHECK(!committed_.empty() && committed_.front().first == seq);
  for (auto& key : committed_.front().second) {
    auto found = entries_.find(key);
    if (found != entries_.end() && found->second.seq == seq) entries_.erase(found);
  }
  committed_.pop_front();
  LEAKPROOF_CHECK(!committed_.empty() || !undo_.empty() || entries_.empty());  // nothing outlives its effect
}

std::optional<std::string> Overlay::first_change(std::string_view prefix, std::string_view from) const {
  auto found = entries_.lower_bound(std::max(prefix, from));
  if (found == entries_.end() || !found->first.starts_with(prefix)) return std::nullopt;
  LEAKPROOF_CHECK(found->first >= from);
  return found->first;
}

}  // namespace leakproof::stream
