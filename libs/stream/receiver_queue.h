// Which call of an outbox is made next. Each goes to a receiver, and each receiver has a few places and a memory of how
// it answered: one that hangs keeps its own calls waiting and nobody else's; one that fails again and again is asked
// now and then, by one call, until it answers. One thread. O(log n) a call, however many wait.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "stream/backoff.h"
#include "stream/outbox_sender.h"

namespace leakproof::stream {

class ReceiverQueue {
 public:
  // `id` may be called once `before` is over. Receiver "" is nobody in particular, and has no bounds.
  void wait(const std::string& receiver, const std::string& id, Backoff before);
  void forget(const std::string& receiver, const std::string& id, Backoff before);
  // One whose time has come and whose receiver has a place: it waits no longer, and has the place until ended().
  std::optional<std::string> take(Instant now);
  void began(const std::string& receiver);  // a call that was taken by an outbox before this one
  void ended(const std::string& receiver);
  // What an answer says of its receiver: true when it is down from now on, false when it answers again, nullopt when
  // nothing changed.
  std::optional<bool> learn(const std::string& receiver, const AttemptResult& attempt, Instant now);
  // What waits for a receiver that is asked now and then only; nothing when it answers.
  std::vector<std::string> stuck(const std::string& receiver) const;
  // Nothing waits and nothing is under way; what is known of receivers stays.
  void restart();
  // When something may be called; Instant::max() for never.
  Instant next_due() const;

 private:
  using Place = std::pair<Instant, std::string>;  // when, and whom
  struct Receiver {
    std::map<Place, Backoff> waiting;  // by the end of the wait, and the call's id
    int sending = 0;
    int failures = 0;  // in a row
    Backoff before_next;
    std::optional<Instant> due;  // its place in due_
    bool down() const;
    bool has_place() const;
  };
  void replace(const std::string& name);

  std::map<std::string, Receiver> receivers_;
  std::set<Place> due_;  // receivers that have a place and something that waits, by when the first of it may go
};

}  // namespace leakproof::stream
