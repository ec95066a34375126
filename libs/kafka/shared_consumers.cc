// Tested by: libs/kafka/kafka_reader_test.cc
#include "kafka/shared_consumers.h"

#include "base/check.h"

namespace leakproof::kafka {

Result<std::unique_ptr<SharedConsumers::Place>> SharedConsumers::take(const stream::TopicPartition& partition) {
  MutexLock lock(mutex_);
  LEAKPROOF_ASSIGN(consumer, free_for(partition));
  LEAKPROOF_CHECK(consumer->taken.insert(partition).second);
  return std::make_unique<Place>(*this, *consumer, partition);
}

Result<SharedConsumers::Consumer*> SharedConsumers::free_for(const stream::TopicPartition& partition) {
  for (auto& consumer : consumers_) {
    if (!consumer->taken.contains(partition)) return consumer.get();
  }
  LEAKPROOF_ASSIGN(conf, make_conf(options_, properties_));
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_CONSUMER, std::move(conf)));
  consumers_.push_back(std::make_unique<Consumer>(Consumer{std::move(handle)}));
  return consumers_.back().get();
}

void SharedConsumers::give_up(Consumer& consumer, const stream::TopicPartition& partition) {
  MutexLock lock(mutex_);
  LEAKPROOF_CHECK(consumer.taken.erase(partition) == 1);
}

}  // namespace leakproof::kafka
