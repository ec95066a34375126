// How far retention may go: behind what every reader of a topic has, by what stands in the log.
#pragma once
#include "evidence.h"

namespace leakproof::sim {

// Before which nobody needs a record any more.
stream::Position no_longer_needed(const Evidence& evidence, const stream::TopicPartition& topic);
// Every topic that retention deletes from.
std::vector<stream::TopicPartition> deleted_topics(const Evidence& evidence);

}  // namespace leakproof::sim
