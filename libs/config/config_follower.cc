#include "config/config_follower.h"

namespace leakproof::config {

Result<std::unique_ptr<ConfigFollower>> ConfigFollower::open(stream::Log& log, Directory& directory) {
  std::unique_ptr<ConfigFollower> follower(new ConfigFollower(directory));
  for (std::int32_t partition = 0; partition < log.partitions(); ++partition) {
    const stream::TopicPartition from{"workspace.config", partition};
    LEAKPROOF_ASSIGN(begin, log.begin(from));
    LEAKPROOF_ASSIGN(reader, log.reader(from, begin, follower->wake_));
    follower->readers_.push_back(std::move(reader));
  }
  return follower;
}

Status ConfigFollower::step() {
  for (const auto& reader : readers_) LEAKPROOF_TRY(drain(*reader));
  return {};
}

Status ConfigFollower::drain(stream::Reader& reader) {
  std::vector<stream::Record> records;
  do {
    records.clear();
    LEAKPROOF_TRY(reader.read(64, records));
    for (const auto& record : records) {
      lead::v1::ConfigCommand command;
      if (command.ParseFromString(record.value)) directory_.on_command(command);
    }
  } while (!records.empty());
  return {};
}

}  // namespace leakproof::config
