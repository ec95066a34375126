#include "wire.h"

#include <utility>

namespace leakproof::sim {

class Wire::Appending final : public stream::Appender {
 public:
  Appending(Wire& wire, stream::TopicPartition to) : wire_(wire), to_(std::move(to)) {}
  ~Appending() override { wire_.leave(this); }
  void append(stream::NewRecord record, stream::Appended done) override {
    if (failed_) return done(refence("an append before this one failed"));
    wire_.submit({{to_, std::move(record)},
                  [this, done = std::move(done)](Result<stream::Offset> result) {
                    failed_ = failed_ || !result.ok();
                    done(std::move(result));
                  },
                  this});
  }

 private:
  Wire& wire_;
  stream::TopicPartition to_;
  bool failed_ = false;
};

Result<std::unique_ptr<stream::Appender>> Wire::appender(const stream::TopicPartition& to) {
  return std::unique_ptr<stream::Appender>(std::make_unique<Appending>(*this, to));
}

void Wire::append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) {
  const auto offset = log_.push(to, std::move(record));
  if (std::exchange(lose_input_ack_, false)) return done(refence("the acknowledgement was lost"));
  done(offset);
}

void Wire::submit(Pending pending) {
  if (held_) return pending_.push_back(std::move(pending));
  const auto offset = log_.push(pending.what.to, std::move(pending.what.record));
  pending.done(offset);
}

bool Wire::resolve(Fate fate) {
  held_ = false;
  bool any = false;
  for (auto& [what, done, by] : std::exchange(pending_, {})) {
    any = true;
    const bool here = fate == Fate::kGap ? dice_.one_in(2) : fate == Fate::kArrives || fate == Fate::kAckLost || fate == Fate::kTwice;
    if (fate == Fate::kTwice) log_.push(what.to, what.record);
    std::optional<stream::Offset> offset;
    if (here) offset = log_.push(what.to, what.record);
    if (fate == Fate::kLate) late_.push_back(std::move(what));
    if (here && fate != Fate::kAckLost)
      done(*offset);
    else
      done(refence("nobody knows whether it was appended"));
  }
  return any;
}

void Wire::leave(Appending* by) {
  std::deque<Pending> kept, left;
  for (auto& pending : pending_) (pending.by == by ? left : kept).push_back(std::move(pending));
  pending_ = std::move(kept);
  for (auto& pending : left) {
    if (dice_.one_in(2)) late_.push_back(std::move(pending.what));
    pending.done(refence("the appender is gone"));
  }
}

}  // namespace leakproof::sim
