// The Draft of a task: builds one Effect while writing through to the overlay. One thread, one draft at a time.
#pragma once
#include <string>

#include "stream/overlay.h"
#include "stream/processor.h"
#include "stream/shared_record.h"

namespace leakproof::stream {

class Outbox;

class TaskDraft final : public Draft {
 public:
  struct Origin {
    std::string stage;
    std::int32_t partition;
    Offset epoch;
    std::int64_t seq;
  };
  // `outbox` knows which calls have begun; without one, none has.
  TaskDraft(Overlay& overlay, Origin origin, Instant now, SharedArena arena, Outbox* outbox = nullptr);

  Instant now() const override { return now_; }
  std::int32_t partition() const override { return origin_.partition; }
  std::optional<std::string> get(std::string_view key) override;
  void scan(std::string_view prefix, std::string_view from, const Visit& visit) override;
  void put(std::string key, std::string value) override { write(std::move(key), std::move(value)); }
  void erase(std::string key) override { write(std::move(key), std::nullopt); }
  std::string emit(lead::v1::Event event) override;
  const lead::v1::Event& forward(lead::v1::Event&& event) override { return *effect_.add_events() = std::move(event); }
  void set_timer(std::string id, Instant due, std::string payload) override;
  void clear_timer(std::string id, Instant due) override;
  void enqueue(journal::v1::OutboxEntry entry) override;
  bool withdraw(const std::string& outbox_id) override;
  bool has_room() const override;
  std::string cause() const override;

  // What follows is for the task, not for stages.
  journal::v1::Effect& effect() { return effect_; }
  const SharedRecord& record() const { return record_; }
  void start_attempt(const std::string& outbox_id);
  void take_back_attempt(const std::string& outbox_id);
  void end_call(const std::string& outbox_id);  // its outcome is known
  bool empty() const;
  // What a refused input has written is rolled back to here.
  struct Savepoint {
    std::size_t overlay;
    int events, changes, timers_set, timers_cleared, outbox_added, outbox_removed;
  };
  Savepoint savepoint() const;
  void rollback(const Savepoint& savepoint);
  // Several changes of one key become the last of them.
  void coalesce_changes();
  // Whether the effect, with what was added since the savepoint, stays within the limit of a record.
  bool fits(const Savepoint& savepoint);
  // The first failure of the store that is read, if any.
  const Status& store_status() const { return store_status_; }

 private:
  void write(std::string key, std::optional<std::string> value);
  std::size_t bytes_since(const Savepoint& savepoint) const;

  Overlay& overlay_;
  Origin origin_;
  Instant now_;
  Outbox* outbox_;
  SharedRecord record_;
  journal::v1::Effect& effect_;
  std::int64_t emitted_ = 0;
  std::size_t bytes_ = 0;  // of what was found to fit
  Status store_status_;
  // The effect so far as has_room() has measured it: up to where, and how large that is.
  mutable Savepoint measured_{};
  mutable std::size_t measured_bytes_ = 0;
};

}  // namespace leakproof::stream
