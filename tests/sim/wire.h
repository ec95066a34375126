// One process's connection to the log. While held, what the process appends to its journals stands in the air; resolve() decides what
// became of it. A process that ends leaves what is in the air behind: it may still arrive. One thread.
#pragma once
#include <deque>

#include "dice.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::sim {

struct InTheAir {
  stream::TopicPartition to;
  stream::NewRecord record;
};

class Wire final : public stream::Log, private stream::InputWriter {
 public:
  enum class Fate { kArrives, kAckLost, kLost, kLate, kGap, kTwice };
  // `late`: what arrives one day, shared by all wires.
  Wire(stream::MemoryLog& log, std::deque<InTheAir>& late, Dice& dice) : log_(log), late_(late), dice_(dice) {}

  std::int32_t partitions() const override { return log_.partitions(); }
  Result<std::unique_ptr<stream::Appender>> appender(const stream::TopicPartition& to) override;
  stream::InputWriter& inputs() override { return *this; }
  Result<std::unique_ptr<stream::Reader>> reader(const stream::TopicPartition& from, stream::Position start, Signal& wake) override {
    return log_.reader(from, start, wake);
  }
  Result<stream::Position> begin(const stream::TopicPartition& of) override { return log_.begin(of); }
  Result<stream::Position> end(const stream::TopicPartition& of) override { return log_.end(of); }
  stream::PublishedTopics* published() override { return log_.published(); }

  void hold() { held_ = true; }
  // What is in the air meets its fate; from here on everything arrives. True when there was something.
  bool resolve(Fate fate);
  bool holds() const { return held_; }
  // What the next append to an input topic is told.
  void lose_next_input_ack() { lose_input_ack_ = true; }
  bool loses_input_ack() const { return lose_input_ack_; }

 private:
  class Appending;
  struct Pending {
    InTheAir what;
    stream::Appended done;
    Appending* by;
  };
  void append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) override;
  void submit(Pending pending);
  void leave(Appending* by);

  stream::MemoryLog& log_;
  std::deque<InTheAir>& late_;
  Dice& dice_;
  std::deque<Pending> pending_;
  bool held_ = false;
  bool lose_input_ack_ = false;
};

}  // namespace leakproof::sim
