// The receivers of webhooks and e-mails. They take every call, unless they were told to fail.
#pragma once
#include <functional>
#include <memory>

#include "agenda.h"
#include "broker.h"
#include "life.h"
#include "stream/outbox_sender.h"

namespace leakproof::sim {

enum class Manner {
  kFails,       // refuses, the call has had no effect
  kGivesUp,     // refuses for good
  kUnanswered,  // takes it, and the caller never learns of it
  kSlow,        // takes it and answers later
};

class Outside {
 public:
  Outside(Evidence& evidence, Trace& trace, Agenda& agenda, Counters& counts)
      : evidence_(evidence), trace_(trace), agenda_(agenda), counts_(counts) {}
  // The way out of one process.
  std::unique_ptr<stream::OutboxSender> line(int machine, std::string stage, Life& life);
  void next_call(Manner manner) { manners_.push_back(manner); }
  // Once: when a call at most once is decided, and before it is made.
  using Ambush = std::function<void(const Place& place)>;
  void ambush(Ambush ambush) { ambush_ = std::move(ambush); }
  void decided(const journal::v1::OutboxEntry& entry, const Place& place) {
    if (entry.at_most_once() && ambush_) std::exchange(ambush_, nullptr)(place);
  }
  void behave() {
    manners_.clear();
    ambush_ = nullptr;
  }

 private:
  class Line;
  void take(const journal::v1::OutboxEntry& entry, const std::string& stage, int machine);

  Evidence& evidence_;
  Trace& trace_;
  Agenda& agenda_;
  Counters& counts_;
  std::deque<Manner> manners_;
  Ambush ambush_;
};

}  // namespace leakproof::sim
