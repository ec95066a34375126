// Where a subscriber is, as the opaque text it keeps: for each journal it reads, the record taken last. Values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::api {

// A published record: the effect that holds it, and its place among what that effect publishes. Before the first:
// offset -1.
struct Taken {
  std::int64_t offset = -1;
  std::int64_t index = -1;
  auto operator<=>(const Taken&) const = default;
};

std::string format_position(const std::vector<Taken>& taken, std::string_view topic);
// Empty text: before the first of each. Nothing when it is not a position of `journals` journals, or one of another
// topic: what lies before it there says nothing of this one. Those of earlier versions name no topic, and are taken.
std::optional<std::vector<Taken>> parse_position(std::string_view text, std::string_view topic, std::size_t journals);

}  // namespace leakproof::api
