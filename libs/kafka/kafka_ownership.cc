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
                           // A leader of the group that has not heard of a new topic gives nobody anything.
                           {"topic.metadata.refresh.interval.ms", "5000"},
                           {"allow.auto.create.topics", "false"}};
  if (!instance.empty()) properties["group.instance.id"] = instance;
  return properties;
}

}  // namespace

Result<std::unique_ptr<KafkaOwnership>> KafkaOwnership::join(const KafkaOptions& options, const std::string& group,
                                                             const std::string& instance,
                                                             const std::string& input_topic) {
  std::unique_ptr<KafkaOwnership> ownership(
      new KafkaOwnership(options, group, instance, options.topic_prefix + input_topic));
  LEAKPROOF_TRY(ownership->enter());
  return ownership;
}

KafkaOwnership::KafkaOwnership(const KafkaOptions& options, std::string group, std::string instance, std::string topic)
    : options_(options), group_(std::move(group)), instance_(std::move(instance)), topic_(std::move(topic)) {}

KafkaOwnership::~KafkaOwnership() { close(); }

Status KafkaOwnership::enter() {
  LEAKPROOF_ASSIGN(conf, make_conf(options_, membership(group_, instance_)));
  rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_FETCH | RD_KAFKA_EVENT_ERROR);
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_CONSUMER, std::move(conf)));
  rd_kafka_poll_set_consumer(handle.get());
  const Partitions wanted(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(wanted.get(), topic_.c_str(), RD_KAFKA_PARTITION_UA);
  const auto code = rd_kafka_subscribe(handle.get(), wanted.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "joining group " + group_);
  queue_.reset(rd_kafka_queue_get_consumer(handle.get()));
  handle_ = std::move(handle);
  return {};
}

std::vector<stream::OwnershipChange> KafkaOwnership::poll() {
  std::vector<stream::OwnershipChange> changes;
  if (back_at_) {
    come_back();
    return changes;
  }
  while (const Event event{rd_kafka_queue_poll(queue_.get(), 0)}) serve(event.get(), changes);
  if (rd_kafka_fatal_error(handle_.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) put_out(changes);
  return changes;
}

// librdkafka does not come back by itself from a fatal error.
void KafkaOwnership::put_out(std::vector<stream::OwnershipChange>& changes) {
  for (std::int32_t partition : owned_) changes.push_back({partition, false});
  awaited_.merge(owned_);
  owned_.clear();
  joined_ = false;
  back_at_ = std::chrono::steady_clock::now() + kRejoinPause;
}

// Not before everything is released: a partition must not be given twice.
void KafkaOwnership::come_back() {
  if (!awaited_.empty() || std::chrono::steady_clock::now() < *back_at_) return;
  revoked_.reset();
  queue_.reset();
  handle_.reset();
  back_at_ = std::chrono::steady_clock::now() + kRejoinPause;
  if (enter().ok()) back_at_.reset();
}

void KafkaOwnership::serve(rd_kafka_event_t* event, std::vector<stream::OwnershipChange>& changes) {
  if (rd_kafka_event_type(event) != RD_KAFKA_EVENT_REBALANCE) return;
  const auto* partitions = rd_kafka_event_topic_partition_list(event);
  if (rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) return give(partitions, changes);
  take(partitions, changes);
}

void KafkaOwnership::give(const rd_kafka_topic_partition_list_t* partitions,
                          std::vector<stream::OwnershipChange>& changes) {
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

void KafkaOwnership::take(const rd_kafka_topic_partition_list_t* partitions,
                          std::vector<stream::OwnershipChange>& changes) {
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
  if (!revoked_ || !awaited_.empty() || back_at_) return;
  const KafkaError unassigned(rd_kafka_incremental_unassign(handle_.get(), revoked_.get()));
  revoked_.reset();
}

void KafkaOwnership::close() {
  if (!handle_) return;
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
