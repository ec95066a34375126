// What a stage implements: one input in, consequences written into a Draft. Called by its task on one thread, never
// concurrently.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "stream/log.h"
#include "stream/store.h"

namespace leakproof::stream {

// The consequences of one input, and a view of the state with them applied. Reads see: this draft, then what is in
// flight, then the settled store. Everything becomes one Effect, or nothing does.
class Draft {
 public:
  virtual ~Draft() = default;
  virtual Instant now() const = 0;
  virtual std::int32_t partition() const = 0;
  // A failing store ends the task (kFatal) and is not the stage's business: reads give values.
  virtual std::optional<std::string> get(std::string_view key) = 0;
  // Keys ≥ `from` (or the prefix itself when empty) that begin with `prefix`, ascending.
  virtual void scan(std::string_view prefix, std::string_view from, const Visit& visit) = 0;
  virtual void put(std::string key, std::string value) = 0;
  virtual void erase(std::string key) = 0;
  // A new fact of this stage. event_id is filled in here; workspace_id must be set. Returns the event's id.
  virtual std::string emit(lead::v1::Event event) = 0;
  // A fact of the stage before, handed on unchanged: takes it, and returns it as it is kept, good for the rest of this
  // input.
  virtual const lead::v1::Event& forward(lead::v1::Event&& event) = 0;
  // Fires once at or after `due`, never before. The same id set again with another due is another timer: clear the old
  // one.
  virtual void set_timer(std::string id, Instant due, std::string payload) = 0;
  virtual void clear_timer(std::string id, Instant due) = 0;
  // A call to the outside, made after this effect is settled. `entry.id` is unique for ever and is the idempotency key.
  virtual void enqueue(journal::v1::OutboxEntry entry) = 0;
  // Takes an entry back: no attempt of it begins any more, and nothing is heard of it. False, and nothing is taken
  // back: the one attempt of an entry that is called at most once may have begun; its outcome comes as ever. Of any
  // other entry an attempt that has begun may do outside what it was to do.
  virtual bool withdraw(const std::string& outbox_id) = 0;
  // False: the effect is as large as one should be. What can go on by itself goes on with a timer that is due at once:
  // an effect beyond the limit of a record is refused whole.
  virtual bool has_room() const { return true; }
  // Id of what caused this, for audit: "router.journal/0@4711", "timer:..." .
  virtual std::string cause() const = 0;
};

struct OutboxOutcome {
  enum class State { kDelivered, kFailed, kUnknown };
  State state;
  std::string detail;  // for people; no personal data
  int attempts = 0;
  bool recipient_gone = false;  // kFailed: whom the call is for does not exist
};

// kRefuse: what the draft holds is dropped, with the caches over it; the input becomes a dead letter with the reason,
// and work goes on. Any other error halts the task.
class Processor {
 public:
  virtual ~Processor() = default;
  // A record of a plain input topic. Stages that only read a journal refuse it.
  virtual Status on_record(const std::string& topic, const Record& record, Draft& draft) = 0;
  // The task has taken its partition over, and this is asked before timers fire, until the answer is false: true means
  // that there is more to do. A call does a bounded part, which is an effect of its own; calls and inputs go on
  // between.
  virtual Result<bool> on_take_over(Draft&) { return false; }
  // Each event of an effect of the journal before ours, to be taken apart. The stage decides whether to pass it on.
  virtual Status on_event(lead::v1::Event& event, Draft& draft) = 0;
  virtual Status on_timer(const journal::v1::Timer& timer, Draft& draft) = 0;
  virtual Status on_outbox(const journal::v1::OutboxEntry& entry, const OutboxOutcome& outcome, Draft& draft) = 0;
  // Whatever is cached over the state is void: the overlay was dropped or a partition came anew.
  virtual void invalidate_caches() = 0;
};

}  // namespace leakproof::stream
