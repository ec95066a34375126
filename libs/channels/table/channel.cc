#include "channels/table/channel.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"

namespace leakproof::channels {

const ChannelRow* find_channel(std::string_view name) {
  const auto row = std::ranges::find(kChannels, name, &ChannelRow::name);
  return row == std::end(kChannels) ? nullptr : row;
}

std::optional<LeadRef> lead_of(std::string_view channel, const std::string& payload) {
  const ChannelRow* row = find_channel(channel);
  return row == nullptr ? std::nullopt : row->lead_of(payload);
}

std::string message_id(const std::string& entry_id, const std::string& from) {
  return crypto::hex(crypto::sha256(entry_id)).substr(0, 32) + "@" + from.substr(from.rfind('@') + 1);
}

std::string names_of_channels(bool (*wanted)(const ChannelRow&)) {
  std::string names;
  for (const auto& row : kChannels) {
    if (!wanted(row)) continue;
    if (!names.empty()) names += ", ";
    names += row.name;
  }
  return names;
}

}  // namespace leakproof::channels
