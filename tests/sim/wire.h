// One process's connection to the log. What it appends stands in the air until pump(); while held, until resolve()
// decides what became of it. A process that ends leaves what is in the air behind: it may still arrive. One thread.
#pragma once
#include <deque>
#include <optional>

#include "broker.h"
#include "dice.h"
#include "life.h"

namespace leakproof::sim {

class Wire final : public stream::Log, private stream::InputWriter, private stream::PublishedTopics {
 public:
  enum class Fate { kArrives, kAckLost, kLost, kLate, kGap, kTwice };
  Wire(Broker& broker, Dice& dice, Life& life) : broker_(broker), dice_(dice), life_(life) {}

  std::int32_t partitions() const override { return broker_.log.partitions(); }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition& to) override;
  stream::InputWriter& inputs() override { return *this; }
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition& from, stream::Position start,
                                                 Signal& wake) override {
    return broker_.log.reader(from, start, wake);
  }
  Result<stream::Position> begin(const stream::TopicPartition& of) override { return broker_.log.begin(of); }
  Result<stream::Position> end(const stream::TopicPartition& of) override { return broker_.log.end(of); }
  stream::PublishedTopics* published() override { return broker_.log.published() == nullptr ? nullptr : this; }

  // Lets up to `records` arrive, and as many acknowledgements of what has arrived come back. True when there was
  // something.
  bool pump(int records);
  void hold() { held_ = true; }
  // What is in the air meets its fate; from here on everything arrives. True when there was something.
  bool resolve(Fate fate);
  // Of the next append to an input topic.
  void lose_next_input_ack() { lose_input_ack_ = true; }

 private:
  class Appending;
  class Publishing;
  struct Pending {
    InTheAir what;
    stream::Appended done;
    Appending* by;
    std::optional<stream::Offset> arrived;
  };
  void append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) override;
  std::unique_ptr<stream::Publisher> publisher(const std::string& name) override;
  Result<std::unique_ptr<stream::ReaderToEnd>> reader_to_end(const stream::TopicPartition& of, stream::Position start,
                                                             Signal& wake) override {
    return broker_.log.published()->reader_to_end(of, start, wake);
  }
  void submit(Pending pending);
  bool acknowledge(int records);
  void leave(Appending* by);
  void meet(Pending& pending, Fate fate);

  Broker& broker_;
  Dice& dice_;
  Life& life_;
  std::deque<Pending> pending_;
  bool held_ = false;
  bool lose_input_ack_ = false;
};

}  // namespace leakproof::sim
