#include "config/config_follower.h"

#include <algorithm>
#include <chrono>

#include "base/signal.h"
#include "stream/topics.h"

namespace leakproof::config {

Result<std::unique_ptr<ConfigFollower>> ConfigFollower::open(stream::Log& log, Directory& directory) {
  std::unique_ptr<ConfigFollower> follower(new ConfigFollower(directory));
  for (std::int32_t partition = 0; partition < log.partitions(); ++partition) {
    const stream::TopicPartition from{stream::topics::kWorkspaceConfig, partition};
    LEAKPROOF_ASSIGN(begin, log.begin(from));
    LEAKPROOF_ASSIGN(end, log.end(from));
    LEAKPROOF_ASSIGN(reader, log.reader(from, begin, follower->wake_));
    follower->sources_.emplace_back(std::move(reader), begin.value(), end.value());
  }
  return follower;
}

stream::Position ConfigFollower::position(std::int32_t partition) const {
  return stream::Position(sources_[static_cast<std::size_t>(partition)].next);
}

bool ConfigFollower::caught_up() const {
  return std::all_of(sources_.begin(), sources_.end(), [](const Source& source) { return source.next >= source.end; });
}

Status ConfigFollower::catch_up() {
  constexpr int kTries = 100;
  for (int tries = 0; tries < kTries; ++tries) {
    LEAKPROOF_TRY(step());
    if (caught_up()) return {};
    wake_.wait_for(std::chrono::milliseconds(100));
  }
  return retry("workspace.config could not be read to its end");
}

Status ConfigFollower::step() {
  for (auto& source : sources_) LEAKPROOF_TRY(drain(source));
  return {};
}

Status ConfigFollower::drain(Source& source) {
  std::vector<stream::Record> records;
  do {
    records.clear();
    LEAKPROOF_TRY(source.reader->read(64, records));
    for (const auto& record : records) {
      lead::v1::ConfigCommand command;
      if (command.ParseFromString(record.value)) directory_.on_command(command);
      source.next = record.offset.value() + 1;
    }
  } while (!records.empty());
  return {};
}

}  // namespace leakproof::config
