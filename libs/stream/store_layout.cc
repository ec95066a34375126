#include "stream/store_layout.h"

#include <unordered_set>

#include "base/big_endian.h"

namespace leakproof::stream {

std::string timer_key(Instant due, std::string_view id) {
  LEAKPROOF_CHECK(to_micros(due) >= 0);
  std::string key = "t";
  append_big_endian(key, static_cast<std::uint64_t>(to_micros(due)));
  return key.append(id);
}

Instant due_of_timer_key(std::string_view key) {
  LEAKPROOF_CHECK(key.starts_with('t'));
  return instant_from_micros(static_cast<std::int64_t>(read_big_endian(key.substr(1))));
}

void add_changes(const journal::v1::Effect& effect, Offset at, const Derive& derive, std::vector<Change>& out) {
  LEAKPROOF_CHECK(at.value() >= effect.epoch());  // an epoch is the offset of its fence
  for (auto& change : effect.state_changes()) {
    out.push_back({value_key(change.key()), change.has_value() ? std::optional(change.value()) : std::nullopt});
  }
  for (auto& timer : effect.timers_cleared())
    out.push_back({timer_key(instant_from_micros(timer.due_micros()), timer.id()), std::nullopt});
  for (auto& timer : effect.timers_set())
    out.push_back({timer_key(instant_from_micros(timer.due_micros()), timer.id()), timer.SerializeAsString()});
  for (auto& entry : effect.outbox_added()) out.push_back({outbox_key(entry.id()), entry.SerializeAsString()});
  for (auto& started : effect.outbox_started())
    out.push_back({started_key(started.id()), started.taken_back() ? std::nullopt : std::optional<std::string>("")});
  for (auto& id : effect.outbox_removed()) {
    out.push_back({outbox_key(id), std::nullopt});
    out.push_back({started_key(id), std::nullopt});
  }
  if (!derive) return;
  std::vector<Change> derived;
  derive(effect, at, derived);
  for (auto& change : derived) out.push_back({value_key(change.key), std::move(change.value)});
}

void keep_last_of_each_key(std::vector<Change>& changes) {
  std::unordered_set<std::string_view> seen;
  seen.reserve(changes.size());
  std::vector<bool> is_last(changes.size());
  for (std::size_t i = changes.size(); i-- > 0;) is_last[i] = seen.insert(changes[i].key).second;
  seen.clear();  // of keys that move now
  std::size_t kept = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!is_last[i]) continue;
    if (kept != i) changes[kept] = std::move(changes[i]);
    ++kept;
  }
  changes.resize(kept);
}

}  // namespace leakproof::stream
