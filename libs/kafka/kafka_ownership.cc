// Tested by: tests/contract/kafka_test.cc
#include "kafka/kafka_ownership.h"

#include "kafka/error_table.h"
#include "kafka/limits.h"

namespace leakproof::kafka {
namespace {

Properties membership(const std::string& group, const std::string& instance) {
  Properties properties = {{"group.id", group},
                           {"partition.assignment.strategy", "cooperative-sticky"},
                           {"enable.auto.commit", "false"},
                           {"session.timeout.ms", "6000"},
                           {"heartbeat.interval.ms", "1000"},
                           {"max.poll.interval.ms", "60000"},
                           {"allow.auto.create.topics", "false"}};
  if (!instance.empty()) properties["group.instance.id"] = instance;
  return properties;
}

}  // namespace

Result<std::unique_ptr<KafkaOwnership>> KafkaOwnership::join(const KafkaOptions& options, const std::string& group,
                                                             const std::string& instance, const std::string& input_topic) {
  LEAKPROOF_ASSIGN(conf, make_conf(options, membership(group, instance)));
  rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_FETCH | RD_KAFKA_EVENT_ERROR);
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_CONSUMER, std::move(conf)));
  rd_kafka_poll_set_consumer(handle.get());
  const std::string topic = options.topic_prefix + input_topic;
  const Partitions wanted(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(wanted.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  const auto code = rd_kafka_subscribe(handle.get(), wanted.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "joining group " + group);
  return std::unique_ptr<KafkaOwnership>(new KafkaOwnership(std::move(handle), topic));
}

KafkaOwnership::KafkaOwnership(Handle handle, std::string topic)
    : handle_(std::move(handle)), queue_(rd_kafka_queue_get_consumer(handle_.get())), topic_(std::move(topic)) {}

KafkaOwnership::~KafkaOwnership() { close(); }

std::vector<stream::OwnershipChange> KafkaOwnership::poll() {
  std::vector<stream::OwnershipChange> changes;
  while (const Event event{rd_kafka_queue_poll(queue_.get(), 0)}) serve(event.get(), changes);
  // Another process has joined under our name, or the like: we are no member any more, and librdkafka does not come back by itself.
  if (rd_kafka_fatal_error(handle_.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    for (std::int32_t partition : owned_) changes.push_back({partition, false});
    owned_.clear();
  }
  return changes;
}

void KafkaOwnership::serve(rd_kafka_event_t* event, std::vector<stream::OwnershipChange>& changes) {
  if (rd_kafka_event_type(event) != RD_KAFKA_EVENT_REBALANCE) return;
  const auto* partitions = rd_kafka_event_topic_partition_list(event);
  if (rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) return give(partitions, changes);
  take(partitions, changes);
}

void KafkaOwnership::give(const rd_kafka_topic_partition_list_t* partitions, std::vector<stream::OwnershipChange>& changes) {
  joined_ = true;
  const Partitions given(rd_kafka_topic_partition_list_copy(partitions));
  for (int i = 0; i < given->cnt; ++i) {
    given->elems[i].offset = RD_KAFKA_OFFSET_END;
    owned_.insert(given->elems[i].partition);
    changes.push_back({given->elems[i].partition, true});
  }
  const KafkaError assigned(rd_kafka_incremental_assign(handle_.get(), given.get()));
  rd_kafka_pause_partitions(handle_.get(), given.get());
}

void KafkaOwnership::take(const rd_kafka_topic_partition_list_t* partitions, std::vector<stream::OwnershipChange>& changes) {
  revoked_.reset(rd_kafka_topic_partition_list_copy(partitions));
  for (int i = 0; i < partitions->cnt; ++i) {
    const std::int32_t partition = partitions->elems[i].partition;
    if (owned_.erase(partition) == 0) continue;
    awaited_.insert(partition);
    changes.push_back({partition, false});
  }
  if (awaited_.empty()) released(-1);
}

// The group goes on when all that it took is let go.
void KafkaOwnership::released(std::int32_t partition) {
  awaited_.erase(partition);
  if (!revoked_ || !awaited_.empty()) return;
  const KafkaError unassigned(rd_kafka_incremental_unassign(handle_.get(), revoked_.get()));
  revoked_.reset();
}

void KafkaOwnership::close() {
  const auto let_go = [this] {
    awaited_.clear();
    released(-1);
  };
  let_go();
  const KafkaError failed(rd_kafka_consumer_close_queue(handle_.get(), queue_.get()));
  std::vector<stream::OwnershipChange> ignored;
  while (!failed && !rd_kafka_consumer_closed(handle_.get())) {
    const Event event(rd_kafka_queue_poll(queue_.get(), static_cast<int>(kCloseWait.count())));
    if (!event) break;
    serve(event.get(), ignored);
    let_go();
  }
}

}  // namespace leakproof::kafka
