// Tested by: tests/e2e/notify_test.py
#include "channels/senders.h"

namespace leakproof::channels {

std::map<std::string, std::unique_ptr<stream::OutboxSender>> make_senders(const app::StageDependencies& dependencies,
                                                                          bool (*wanted)(const ChannelRow&)) {
  std::map<std::string, std::unique_ptr<stream::OutboxSender>> senders;
  for (const auto& sender : kSenders) {
    const ChannelRow& row = row_of(sender.channel);
    if (wanted(row)) senders[std::string(row.name)] = sender.make(dependencies);
  }
  return senders;
}

}  // namespace leakproof::channels
