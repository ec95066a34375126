// The product without its doors: the four stages over one log in memory, on a clock that stands still until it is
// moved, stepped by hand on one thread. Whatever is appended here has all its consequences when settle() returns.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/manual_clock.h"
#include "base/signal.h"
#include "leakproof/lead/v1/event.pb.h"
#include "stream/fakes/memory_log.h"
#include "stream/fakes/memory_store.h"
#include "stream/journal_reader.h"
#include "stream/local_states.h"
#include "stream/stage_runner.h"
#include "support/pipeline.h"

namespace leakproof::flow {

// Stands for the receivers of webhooks and e-mails: takes every call and keeps it, by its id.
class Receivers final : public stream::OutboxSender {
 public:
  void send(const journal::v1::OutboxEntry& entry, std::function<void(stream::AttemptResult)> done) override;
  std::map<std::string, std::vector<journal::v1::OutboxEntry>> calls;
  int count = 0;
};

// Runners of all stages on one log and one set of stores. Two at once would fence each other.
class Stages {
 public:
  Stages(stream::MemoryLog& log, stream::MemoryStores& stores, const Clock& clock, Receivers& receivers);
  ~Stages();
  // One bounded piece of work of one stage; true when there may be more at once.
  bool step(const std::string& stage);
  // The process of this stage dies: what its store had not flushed is gone. A new one is there at once.
  void kill(const std::string& stage);
  // What went so wrong that a stage stopped; empty when nothing did.
  const std::string& halted() const;

 private:
  class Observer;
  std::unique_ptr<stream::StageRunner> made(const std::string& stage);

  stream::MemoryLog& log_;
  stream::MemoryStores& stores_;
  const Clock& clock_;
  Receivers& receivers_;
  std::unique_ptr<stream::OutboxSender> append_, append_config_;
  std::unique_ptr<Observer> observer_;
  stream::LocalStates states_;
  std::map<std::string, std::unique_ptr<stream::StageRunner>> runners_;
};

// A stage that is to die at its n-th step, from 1. `lose`: with all that it sent in that step.
struct Death {
  std::string stage;
  int step = 0;
  bool lose = false;
};

class FlowDriver {
 public:
  explicit FlowDriver(Death death = {});
  // A record of an input topic, with all its consequences.
  void append(const std::string& topic, const std::string& workspace, std::string value);
  // While held, what is appended waits: the next append that is not held has the consequences of all.
  void hold(bool held) { held_ = held; }
  // Lets time pass. The clock stops right before and at every moment that a stage waits for.
  void pass(Duration by);
  void kill(const std::string& stage);
  // The stage dies right behind its next call to the outside: the receiver has it, the outcome is noted nowhere.
  void kill_at_next_call(const std::string& stage) { dies_at_call_ = stage; }
  void settle();
  // The facts at the end of the pipeline since the last call, each once, in their one order.
  std::vector<lead::v1::Event> new_facts();
  // All that were read so far.
  const std::vector<lead::v1::Event>& facts() const { return facts_; }

  Instant now() const { return clock_.now(); }
  stream::MemoryLog& log() { return log_; }
  stream::MemoryStores& stores() { return stores_; }
  const Clock& clock() const { return clock_; }
  const Receivers& receivers() const { return receivers_; }
  std::string halted() const { return stages_ ? stages_->halted() : ""; }
  // How often a stage was stepped so far.
  int steps(const std::string& stage) const { return steps_.at(stage); }
  // Ends the stages; log and stores stay.
  void stop() { stages_.reset(); }

 private:
  bool step(const std::string& stage);
  Instant next_due();

  Death death_;
  bool held_ = false;
  std::string dies_at_call_;
  ManualClock clock_{kStart};
  stream::MemoryLog log_;
  stream::MemoryStores stores_;
  Receivers receivers_;
  Signal wake_;
  std::unique_ptr<stream::JournalReader> journal_;
  std::vector<lead::v1::Event> facts_;
  std::unique_ptr<Stages> stages_;
  std::map<std::string, int> steps_;
};

}  // namespace leakproof::flow
