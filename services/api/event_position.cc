// Tested by: services/api/event_service_test.cc
#include "api/event_position.h"

#include "base/big_endian.h"
#include "base/encoding.h"

namespace leakproof::api {

std::string format_position(const std::vector<Taken>& taken, std::string_view topic) {
  std::string bytes;
  for (const auto& each : taken) {
    append_big_endian(bytes, static_cast<std::uint64_t>(each.offset));
    append_big_endian(bytes, static_cast<std::uint64_t>(each.index));
  }
  return base64_encode(bytes.append(topic));
}

std::optional<std::vector<Taken>> parse_position(std::string_view text, std::string_view topic, std::size_t journals) {
  std::vector<Taken> taken(journals);
  if (text.empty()) return taken;
  const auto bytes = base64_decode(text);
  const std::size_t whole = journals * 2 * sizeof(std::uint64_t);
  if (!bytes || bytes->size() < whole) return std::nullopt;
  std::string_view rest = *bytes;
  if (const auto of = rest.substr(whole); !of.empty() && of != topic) return std::nullopt;
  for (auto& each : taken) {
    each = {static_cast<std::int64_t>(read_big_endian(rest)),
            static_cast<std::int64_t>(read_big_endian(rest.substr(8)))};
    if (each.offset < -1 || each.index < -1) return std::nullopt;
    rest.remove_prefix(16);
  }
  return taken;
}

}  // namespace leakproof::api
