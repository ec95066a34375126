#include "retention.h"

#include <algorithm>

#include "stream/topics.h"
#include "support/pipeline.h"

namespace leakproof::sim {
namespace {

// The stage that reads a topic as its input; empty when none does.
std::string reader_of(const std::string& topic) {
  if (!topic.ends_with(".journal")) return kStages.front();
  const auto stage = std::ranges::find(kStages, topic.substr(0, topic.find('.')));
  return stage + 1 == kStages.end() ? "" : *(stage + 1);
}

std::int64_t read_by_the_next_stage(const Evidence& evidence, const stream::TopicPartition& topic) {
  const std::string reader = reader_of(topic.topic);
  if (reader.empty()) return std::numeric_limits<std::int64_t>::max();
  std::int64_t position = 0;
  const Story story = story_of(evidence);
  for (const auto& counting : story.journals.at({reader, topic.partition})) {
    for (const auto& input : counting.effect.positions()) {
      if (input.topic() == topic.topic) position = std::max(position, input.next_offset());
    }
  }
  return position;
}

std::int64_t published(const Evidence& evidence, const stream::TopicPartition& topic) {
  if (!topic.topic.ends_with(".journal")) return std::numeric_limits<std::int64_t>::max();
  const auto stage = topic.topic.substr(0, topic.topic.find('.'));
  const auto log = evidence.log.find({stream::topics::changelog_of(stage), topic.partition});
  if (log == evidence.log.end()) return 0;
  journal::v1::StateChange change;
  journal::v1::StorePosition position;
  const bool read = change.ParseFromString(log->second.back().record.value) && position.ParseFromString(change.value());
  return read ? position.next_offset() : 0;
}

}  // namespace

stream::Position no_longer_needed(const Evidence& evidence, const stream::TopicPartition& topic) {
  return stream::Position(std::min(read_by_the_next_stage(evidence, topic), published(evidence, topic)));
}

std::vector<stream::TopicPartition> deleted_topics(const Evidence& evidence) {
  std::vector<stream::TopicPartition> topics;
  for (const auto& [topic, records] : evidence.log) {
    const bool input =
        topic.topic == "lead.submissions" || topic.topic == "sales.activities" || topic.topic == "workspace.config";
    if (input || topic.topic.ends_with(".journal")) topics.push_back(topic);
  }
  return topics;
}

}  // namespace leakproof::sim
