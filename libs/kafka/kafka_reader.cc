// Tested by: tests/contract/log_contract_test.cc
#include "kafka/kafka_reader.h"

#include "base/signal.h"
#include "kafka/error_table.h"

namespace leakproof::kafka {
namespace {

// A small wait is no latency knob: a fetch answers as soon as there is a record. Memory: at most some 16 MiB a reader.
const Properties kFetching = {{"enable.auto.commit", "false"},       {"fetch.min.bytes", "1"},
                              {"fetch.wait.max.ms", "250"},          {"auto.offset.reset", "error"},
                              {"isolation.level", "read_committed"}, {"queued.max.messages.kbytes", "16384"},
                              {"fetch.error.backoff.ms", "50"},      {"allow.auto.create.topics", "false"}};

// To read a partition to its end as fast as it comes: librdkafka 2.0 looks again a whole second after its queue was
// full, and that much must be in it for the second. The queue ends with the reader.
const Properties kCopying = {{"queued.max.messages.kbytes", "131072"},
                             {"queued.min.messages", "1000000"},
                             {"max.partition.fetch.bytes", "8388608"}};

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

Result<std::unique_ptr<KafkaReader>> KafkaReader::start(const KafkaOptions& options, const stream::TopicPartition& from,
                                                        stream::Position start, Signal& wake, Ends ends) {
  Properties fetching = kFetching;
  if (ends == Ends::kTold) {
    fetching["enable.partition.eof"] = "true";
    for (auto& [name, value] : kCopying) fetching[name] = value;
  }
  LEAKPROOF_ASSIGN(conf, make_conf(options, fetching));
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_CONSUMER, std::move(conf)));
  const std::string name = options.topic_prefix + from.topic;
  TopicHandle topic(rd_kafka_topic_new(handle.get(), name.c_str(), nullptr));
  if (!topic) return translate(rd_kafka_last_error(), "reading " + name);
  std::unique_ptr<KafkaReader> reader(new KafkaReader(std::move(handle), std::move(topic), from.partition, wake));
  if (rd_kafka_consume_start_queue(reader->topic_.get(), from.partition, start.value(), reader->queue_.get()) != 0) {
    return translate(rd_kafka_last_error(), "reading " + name);
  }
  return reader;
}

KafkaReader::KafkaReader(Handle handle, TopicHandle topic, std::int32_t partition, Signal& wake)
    : handle_(std::move(handle)),
      topic_(std::move(topic)),
      queue_(rd_kafka_queue_new(handle_.get())),
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
  std::vector<rd_kafka_message_t*> messages(max);
  rd_kafka_poll(handle_.get(), 0);
  const auto count = rd_kafka_consume_batch_queue(queue_.get(), 0, messages.data(), max);
  Status status;
  for (ssize_t i = 0; i < count; ++i) {
    if (status.ok()) status = take(*messages[static_cast<std::size_t>(i)], out);
    rd_kafka_message_destroy(messages[static_cast<std::size_t>(i)]);
  }
  if (count == static_cast<ssize_t>(max) || !status.ok())
    wake_.notify();  // librdkafka rings only when the queue was empty
  return status;
}

Status KafkaReader::take(const rd_kafka_message_t& message, std::vector<stream::Record>& out) {
  at_end_ = message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
  if (at_end_) return {};
  if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return translate(
        message.err,
        std::string("reading ") + rd_kafka_topic_name(topic_.get()) + " partition " + std::to_string(partition_),
        rd_kafka_message_errstr(&message));
  }
  out.push_back(record_of(message));
  return {};
}

}  // namespace leakproof::kafka
