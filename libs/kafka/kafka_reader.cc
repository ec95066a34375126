// Tested by: tests/contract/log_contract_test.cc
#include "kafka/kafka_reader.h"

#include "base/signal.h"
#include "kafka/error_table.h"

namespace leakproof::kafka {

// A small wait is no latency knob: a fetch answers as soon as there is a record. It bounds how long a reader that joins
// waits for the fetch that is under way without it. Memory: at most some 16 MiB a reader; and since records lie in the
// answer in which they came, among those of other partitions, no more than so many of them keep answers alive.
const Properties kFollowing = {{"enable.auto.commit", "false"},       {"fetch.min.bytes", "1"},
                               {"fetch.wait.max.ms", "100"},          {"auto.offset.reset", "error"},
                               {"isolation.level", "read_committed"}, {"queued.max.messages.kbytes", "16384"},
                               {"queued.min.messages", "10000"},      {"fetch.error.backoff.ms", "50"},
                               {"allow.auto.create.topics", "false"}};

// As fast as it comes: librdkafka 2.0 looks again a whole second after its queue was full, and that much must be in it
// for the second. The queue ends with the reader. That the end is reached is known by the fetch behind it, which waits.
const Properties kCopying = [] {
  Properties properties = kFollowing;
  for (const auto& [name, value] : Properties{{"enable.partition.eof", "true"},
                                              {"fetch.wait.max.ms", "10"},
                                              {"queued.max.messages.kbytes", "131072"},
                                              {"queued.min.messages", "1000000"},
                                              {"max.partition.fetch.bytes", "8388608"}}) {
    properties[name] = value;
  }
  return properties;
}();

namespace {

using Message = std::unique_ptr<rd_kafka_message_t, Destroy<rd_kafka_message_destroy>>;

stream::Record record_of(const rd_kafka_message_t& message) {
  rd_kafka_timestamp_type_t type;
  stream::Record record{stream::Offset(message.offset),
                        instant_from_micros(rd_kafka_message_timestamp(&message, &type) * 1000),
                        std::string(static_cast<const char*>(message.key), message.key_len),
                        std::string(static_cast<const char*>(message.payload), message.len),
                        {}};
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
  const char* name;
  const void* value;
  std::size_t size;
  for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    record.headers.push_back({name, std::string(static_cast<const char*>(value), size)});
  }
  return record;
}

}  // namespace

Result<std::unique_ptr<KafkaReader>> KafkaReader::start(SharedConsumers& consumers, const std::string& topic_prefix,
                                                        const stream::TopicPartition& from, stream::Position start,
                                                        Signal& wake) {
  LEAKPROOF_ASSIGN(place, consumers.take(from));
  const std::string name = topic_prefix + from.topic;
  TopicHandle topic(rd_kafka_topic_new(place->handle(), name.c_str(), nullptr));
  if (!topic) return translate(rd_kafka_last_error(), "reading " + name);
  std::unique_ptr<KafkaReader> reader(new KafkaReader(std::move(place), std::move(topic), from.partition, wake));
  if (rd_kafka_consume_start_queue(reader->topic_.get(), from.partition, start.value(), reader->queue_.get()) != 0) {
    return translate(rd_kafka_last_error(), "reading " + name);
  }
  return reader;
}

KafkaReader::KafkaReader(std::unique_ptr<SharedConsumers::Place> place, TopicHandle topic, std::int32_t partition,
                         Signal& wake)
    : place_(std::move(place)),
      topic_(std::move(topic)),
      queue_(rd_kafka_queue_new(place_->handle())),
      partition_(partition),
      wake_(wake) {
  rd_kafka_queue_cb_event_enable(
      queue_.get(), [](rd_kafka_t*, void* signal) { static_cast<Signal*>(signal)->notify(); }, &wake_);
}

KafkaReader::~KafkaReader() {
  rd_kafka_queue_cb_event_enable(queue_.get(), nullptr, nullptr);
  rd_kafka_consume_stop(topic_.get(), partition_);
}

Status KafkaReader::read(std::size_t max, std::vector<stream::Record>& out) {
  rd_kafka_poll(place_->handle(), 0);  // what concerns no partition is logged
  const bool more = fetched_.empty() && fetch(max);
  const Status status = fetched_.read(max, out);
  if (more || !fetched_.empty() || !status.ok()) wake_.notify();  // librdkafka rings only when the queue was empty
  return status;
}

// Whether there may be more.
bool KafkaReader::fetch(std::size_t max) {
  std::vector<rd_kafka_message_t*> messages(max);
  const auto count = rd_kafka_consume_batch_queue(queue_.get(), 0, messages.data(), max);
  for (ssize_t i = 0; i < count; ++i) {
    const Message message(messages[static_cast<std::size_t>(i)]);
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR)
      fetched_.add(record_of(*message));
    else if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
      fetched_.add_end();
    else
      fetched_.add(error_of(*message));
  }
  return count == static_cast<ssize_t>(max);
}

Error KafkaReader::error_of(const rd_kafka_message_t& message) const {
  return translate(
      message.err,
      std::string("reading ") + rd_kafka_topic_name(topic_.get()) + " partition " + std::to_string(partition_),
      rd_kafka_message_errstr(&message));
}

}  // namespace leakproof::kafka
