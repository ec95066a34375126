// Which call of an outbox is made next. Each call goes to a receiver. A receiver takes a few calls at once, so that one
// that hangs delays its own calls only; and it has a circuit breaker, which opens after so many failures in a row, or
// after one by which the receiver refuses all of our calls.
// While the circuit is open the receiver gets one trial call now and then; the first answer that is no failure closes
// it. One thread. O(log n) a call, however many wait.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "stream/backoff.h"
#include "stream/outbox_sender.h"

namespace leakproof::stream {

enum class CircuitChange {
  kOpened,  // the receiver failed so often in a row that it gets trial calls only
  kClosed,  // the receiver answers again
};

class ReceiverQueue {
 public:
  // The call `id` may be made once `before` is over. Receiver "" is nobody in particular: it has no bounds and no
  // circuit.
  void enqueue(const std::string& receiver, const std::string& id, Backoff before);
  void remove(const std::string& receiver, const std::string& id, Backoff before);
  // The next call that is due and whose receiver takes one more, if there is any: it leaves the queue and is in flight
  // until release().
  std::optional<std::string> acquire(Instant now);
  // Counts a call as in flight that was acquired before reset().
  void reacquire(const std::string& receiver);
  void release(const std::string& receiver);
  // Learns from the result of a call; returns how the receiver's circuit changed by it, if it did.
  std::optional<CircuitChange> on_result(const std::string& receiver, const AttemptResult& result, Instant now);
  // The calls that wait for a receiver whose circuit is open; none while it is closed.
  std::vector<std::string> waiting_behind_open_circuit(const std::string& receiver) const;
  // Empties the queue and forgets what is in flight; the circuits stay as they are.
  void reset();
  // When a call may be acquired; Instant::max() for never.
  Instant next_due() const;

 private:
  using Due = std::pair<Instant, std::string>;  // when, and the id of a call or the name of a receiver
  struct Receiver {
    std::map<Due, Backoff> waiting;  // by the end of the wait, and the call's id
    int in_flight = 0;
    int failures = 0;  // in a row
    Backoff before_next;
    std::optional<Instant> due;  // as it stands in due_
    bool circuit_open() const;
    bool takes_one_more() const;
  };
  void reindex(const std::string& name);

  std::map<std::string, Receiver> receivers_;
  std::set<Due> due_;  // receivers that take one more and have a call that waits, by when its first call may be made
};

}  // namespace leakproof::stream
