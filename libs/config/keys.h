// Reads of one map's keys in a workspace's YAML, for those who turn the tree into messages. What is unset, or of
// another kind, gives the default: the shape has reported it. Plain values; the tree outlives them. Internal to config.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time_text.h"
#include "config/format.h"
#include "config/yaml_tree.h"

namespace leakproof::config {

class Keys {
 public:
  explicit Keys(const Node& map) : map_(map) {}
  bool has(std::string_view key) const { return map_.find(key) != nullptr; }
  const Node& at(std::string_view key) const {
    const Node* node = map_.find(key);
    return node ? *node : unset();
  }
  std::string text(std::string_view key, std::string fallback = "") const {
    return has(key) ? at(key).scalar : fallback;
  }
  bool flag(std::string_view key) const { return text(key).starts_with('t') || text(key).starts_with('T'); }
  double real(std::string_view key, double fallback = 0) const { return has(key) ? number(at(key)) : fallback; }
  std::int32_t integer(std::string_view key, std::int32_t fallback = 0) const {
    return has(key) ? static_cast<std::int32_t>(std::clamp(number(at(key)), -1e9, 1e9)) : fallback;
  }
  std::int64_t micros(std::string_view key) const {
    const auto duration = parse_duration(text(key));
    return duration.ok() ? duration->count() : 0;
  }
  Keys below(std::string_view key) const { return Keys(at(key)); }
  // fill(keys, *added) for each map of a list.
  template <class Repeated, class Fill>
  void each(std::string_view key, Repeated* into, Fill fill) const {
    for (const auto& item : at(key).items) fill(Keys(item), *into->Add());
  }
  template <class Repeated>
  void texts(std::string_view key, Repeated* into) const {
    for (const auto& item : at(key).items) into->Add(std::string(item.scalar));
  }
  const Node& node() const { return map_; }

 private:
  static const Node& unset() {
    static const Node node;
    return node;
  }
  static double number(const Node& node) {
    const double value = to_number(node.scalar);
    return value == value ? value : 0;
  }
  const Node& map_;
};

}  // namespace leakproof::config
