#include <map>

#include "base/system_clock.h"
#include "bench/hop/hop.h"
#include "kafka/error_table.h"
#include "kafka/produce.h"
#include "rocks/rocks_store.h"

namespace leakproof::bench {
namespace {

using Message = std::unique_ptr<rd_kafka_message_t, kafka::Destroy<rd_kafka_message_destroy>>;
using GroupMetadata =
    std::unique_ptr<rd_kafka_consumer_group_metadata_t, kafka::Destroy<rd_kafka_consumer_group_metadata_destroy>>;
using Uncommitted = std::map<std::string, std::string, std::less<>>;

constexpr int kPatience = 30'000;  // milliseconds

Status checked(rd_kafka_resp_err_t code, const std::string& doing) {
  return code == RD_KAFKA_RESP_ERR_NO_ERROR ? Status() : kafka::translate(code, doing);
}
Status checked(rd_kafka_error_t* error, const std::string& doing) {
  const kafka::KafkaError owner(error);
  return error ? kafka::translate(rd_kafka_error_code(error), doing, rd_kafka_error_string(error)) : Status();
}

// Writes an Effect. Reads see what is not committed yet, then the store.
class BookDraft final : public stream::Draft {
 public:
  BookDraft(const stream::Record& input, Instant now, const stream::Store& store, Uncommitted& uncommitted)
      : now_(now), store_(store), uncommitted_(uncommitted) {
    effect_.mutable_cause()->mutable_input()->set_topic(kIn.topic);
    effect_.mutable_cause()->mutable_input()->set_offset(input.offset.value());
    effect_.set_now_micros(to_micros(now));
  }
  std::string record() {
    journal::v1::Record record;
    record.mutable_effect()->Swap(&effect_);
    return record.SerializeAsString();
  }
  Instant now() const override { return now_; }
  std::int32_t partition() const override { return 0; }
  std::optional<std::string> get(std::string_view key) override {
    const auto found = uncommitted_.find(key);
    return found != uncommitted_.end() ? found->second : *store_.get(key);
  }
  void put(std::string key, std::string value) override {
    auto& change = *effect_.add_state_changes();
    change.set_key(key);
    change.set_value(value);
    uncommitted_[std::move(key)] = std::move(value);
  }
  std::string emit(lead::v1::Event event) override {
    event.set_event_id("ingest-0-" + cause() + "-" + std::to_string(effect_.events_size()));
    *effect_.add_events() = std::move(event);
    return effect_.events().rbegin()->event_id();
  }
  std::string cause() const override { return std::to_string(effect_.cause().input().offset()); }
  // What this hop has no use for
  void scan(std::string_view, std::string_view, const stream::Visit&) override {}
  void erase(std::string) override {}
  const lead::v1::Event& forward(lead::v1::Event&& event) override { return *effect_.add_events() = std::move(event); }
  void set_timer(std::string, Instant, std::string) override {}
  void clear_timer(std::string, Instant) override {}
  void enqueue(journal::v1::OutboxEntry) override {}
  bool withdraw(const std::string&) override { return true; }

 private:
  const Instant now_;
  const stream::Store& store_;
  Uncommitted& uncommitted_;
  journal::v1::Effect effect_;
};

class Book {
 public:
  Book(const Serving& serving, Commit commit) : serving_(serving), commit_(commit), stores_(serving.directory) {}

  Status serve() {
    LEAKPROOF_TRY(open());
    while (!serving_.stop) LEAKPROOF_TRY(round());
    return checked(rd_kafka_consumer_close(consumer_.get()), "leaving the group");
  }

 private:
  bool transactional() const { return commit_ != Commit::kNone; }

  Status open() {
    LEAKPROOF_ASSIGN(store, stores_.open(kStage, 0));
    store_ = std::move(store);
    kafka::Properties producing = {
        {"acks", "all"}, {"enable.idempotence", "true"}, {"linger.ms", "0"}, {"retry.backoff.ms", "2"}};
    if (transactional()) producing["transactional.id"] = serving_.kafka.topic_prefix + "bench";
    LEAKPROOF_ASSIGN(producer_conf, kafka::make_conf(serving_.kafka, producing));
    LEAKPROOF_ASSIGN(producer, kafka::make_handle(RD_KAFKA_PRODUCER, std::move(producer_conf)));
    producer_ = std::move(producer);
    if (transactional())
      LEAKPROOF_TRY(checked(rd_kafka_init_transactions(producer_.get(), kPatience), "taking the transactional id"));
    LEAKPROOF_ASSIGN(consumer_conf,
                     kafka::make_conf(serving_.kafka, {{"group.id", serving_.kafka.topic_prefix + "bench"},
                                                       {"enable.auto.commit", transactional() ? "false" : "true"},
                                                       {"auto.offset.reset", "earliest"},
                                                       {"isolation.level", "read_committed"},
                                                       {"fetch.min.bytes", "1"}}));
    LEAKPROOF_ASSIGN(consumer, kafka::make_handle(RD_KAFKA_CONSUMER, std::move(consumer_conf)));
    consumer_ = std::move(consumer);
    rd_kafka_poll_set_consumer(consumer_.get());
    const kafka::Partitions wanted(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(wanted.get(), (serving_.kafka.topic_prefix + kIn.topic).c_str(),
                                      RD_KAFKA_PARTITION_UA);
    return checked(rd_kafka_subscribe(consumer_.get(), wanted.get()), "joining the group");
  }

  Message next(int wait) {
    Message message(rd_kafka_consumer_poll(consumer_.get(), wait));
    if (message && message->err != RD_KAFKA_RESP_ERR_NO_ERROR) message.reset();
    return message;
  }

  // One transaction: what is there, or what comes until it is time.
  Status round() {
    Message message = next(100);
    if (!message) return {};
    if (transactional()) LEAKPROOF_TRY(checked(rd_kafka_begin_transaction(producer_.get()), "beginning a transaction"));
    const auto wait =
        commit_ == Commit::kTransactionsEvery100 ? std::chrono::milliseconds(100) : std::chrono::milliseconds(0);
    const Instant until = clock_.now() + wait;
    constexpr int kAtOnce = 1000;
    for (int taken = 0; message && taken < kAtOnce; ++taken) {
      LEAKPROOF_TRY(work(*message));
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock_.now());
      message = next(std::max(0, static_cast<int>(left.count())));
    }
    if (message) LEAKPROOF_TRY(work(*message));
    return finish();
  }

  Status work(const rd_kafka_message_t& message) {
    const stream::Record input{stream::Offset(message.offset),
                               {},
                               std::string(static_cast<const char*>(message.key), message.key_len),
                               std::string(static_cast<const char*>(message.payload), message.len),
                               {}};
    BookDraft draft(input, clock_.now(), *store_, uncommitted_);
    LEAKPROOF_TRY(hop_.on_record(kIn.topic, input, draft));
    next_ = message.offset + 1;
    const std::string topic = serving_.kafka.topic_prefix + kOut.topic;
    return checked(kafka::produce(producer_.get(), topic, kOut.partition, {input.key, draft.record(), {}}, nullptr),
                   "producing");
  }

  Status finish() {
    if (transactional()) LEAKPROOF_TRY(end_transaction());
    rd_kafka_poll(producer_.get(), 0);
    std::vector<stream::Change> changes;
    for (auto& [key, value] : std::exchange(uncommitted_, {})) changes.push_back({key, value});
    return store_->apply(changes);
  }

  Status end_transaction() {
    const kafka::Partitions offsets(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(offsets.get(), (serving_.kafka.topic_prefix + kIn.topic).c_str(), kIn.partition)
        ->offset = next_;
    const GroupMetadata group(rd_kafka_consumer_group_metadata(consumer_.get()));
    LEAKPROOF_TRY(checked(rd_kafka_send_offsets_to_transaction(producer_.get(), offsets.get(), group.get(), kPatience),
                          "adding offsets"));
    return checked(rd_kafka_commit_transaction(producer_.get(), kPatience), "committing");
  }

  const Serving& serving_;
  const Commit commit_;
  const SystemClock clock_;
  rocks::RocksStoreFactory stores_;
  std::unique_ptr<stream::Store> store_;
  kafka::Handle producer_;
  kafka::Handle consumer_;
  Hop hop_;
  Uncommitted uncommitted_;
  std::int64_t next_ = 0;
};

}  // namespace

Status serve_by_the_book(const Serving& serving, Commit commit) { return Book(serving, commit).serve(); }

}  // namespace leakproof::bench
