// Keys of a stage's state: workspace, kind, then the parts of an id, each ended by a NUL, so that a workspace or a kind
// is one prefix and none begins another.
#pragma once
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

namespace leakproof::stream {
inline std::string state_key(std::string_view workspace, std::string_view kind,
                             std::initializer_list<std::string_view> parts = {}) {
  std::string key;
  key.append(workspace).push_back('\0');
  key.append(kind).push_back('\0');
  for (auto part : parts) key.append(part).push_back('\0');
  return key;
}

// Decimal digits that sort like the number, for a part of a key. `seq` >= 0.
inline std::string sortable(std::int64_t seq) {
  char text[24];
  std::snprintf(text, sizeof text, "%016lld", static_cast<long long>(seq));
  return text;
}
// How many records of a workspace the stage could not take in: a decimal number, kept by the task, in every stage's
// state.
inline std::string dead_letters_key(std::string_view workspace) { return state_key(workspace, "dead_letters"); }
}  // namespace leakproof::stream
