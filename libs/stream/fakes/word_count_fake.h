// The smallest processor that does everything one can do, for tests of the runtime.
#pragma once
#include <functional>
#include <string>

#include "stream/limits.h"
#include "stream/processor.h"

namespace leakproof::stream {

// Counts words: an input "add X" increments X; "timer X" sets one for in 5 s, "at_once X" for now, and one that fires
// clears "X-rival"; "call X" / "once X" enqueues; "bad" is refused, "huge" too large; "nothing" has no consequence. A
// timer "takes:X" takes back call X.
class WordCount final : public Processor {
 public:
  Status on_record(const std::string&, const Record& record, Draft& draft) override {
    const auto space = record.value.find(' ');
    const std::string verb = record.value.substr(0, space),
                      word = space == std::string::npos ? "" : record.value.substr(space + 1);
    if (verb == "add") add(word, draft);
    if (verb == "timer") draft.set_timer(word, draft.now() + std::chrono::seconds(5), word);
    if (verb == "at_once") draft.set_timer(word, draft.now(), word);
    if (verb == "call" || verb == "once") {
      journal::v1::OutboxEntry entry;
      entry.set_id(word);
      entry.set_channel("test");
      entry.set_at_most_once(verb == "once");
      draft.enqueue(entry);
    }
    if (verb == "twice") {
      add(word, draft);
      add(word, draft);
    }
    if (verb == "huge") draft.put("n/" + word, std::string(limits::kEffectBytesMax, '1'));
    if (verb == "bad") {
      add(word, draft);
      return refuse("it is bad");
    }
    return {};
  }
  Result<bool> on_take_over(Draft& draft) override {
    ++asked;
    if (slices == 0) return false;
    add("slice", draft);
    return --slices > 0;
  }
  Status on_event(lead::v1::Event&, Draft&) override { return {}; }
  Status on_timer(const journal::v1::Timer& timer, Draft& draft) override {
    draft.clear_timer(timer.payload() + "-rival", instant_from_micros(timer.due_micros()));
    if (timer.payload().starts_with("takes:")) draft.withdraw(timer.payload().substr(6));
    add("fired-" + timer.payload(), draft);
    return Status();
  }
  Status on_outbox(const journal::v1::OutboxEntry& entry, const OutboxOutcome& outcome, Draft& draft) override {
    static constexpr const char* kStates[] = {"delivered", "failed", "unknown"};
    add(std::string(kStates[static_cast<int>(outcome.state)]) + "-" + entry.id(), draft);
    return Status();
  }
  void invalidate_caches() override { ++invalidated; }
  int invalidated = 0;
  int slices = 0;  // of the work of a take-over
  int asked = 0;

 private:
  static void add(const std::string& word, Draft& draft) {
    auto before = draft.get("n/" + word);
    draft.put("n/" + word, std::to_string((before ? std::stoi(*before) : 0) + 1));
    lead::v1::Event event;
    event.set_workspace_id("w");
    draft.emit(event);
  }
};

}  // namespace leakproof::stream
