// The senders of a stage: what each of its channels is sent by. Called once, when the stage is put together.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "app/stage_definition.h"
#include "channels/table/channel.h"

namespace leakproof::channels {

// The sender of each channel that `wanted` says yes to, by the channel's name. `dependencies` outlive them.
std::map<std::string, std::unique_ptr<stream::OutboxSender>> make_senders(const app::StageDependencies& dependencies,
                                                                          bool (*wanted)(const ChannelRow&));

}  // namespace leakproof::channels
