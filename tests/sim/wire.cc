#include "wire.h"

#include <algorithm>
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
                  this,
                  {}});
  }

 private:
  Wire& wire_;
  stream::TopicPartition to_;
  bool failed_ = false;
};

class Wire::Publishing final : public stream::Publisher {
 public:
  Publishing(Wire& wire, std::string name)
      : wire_(wire), name_(std::move(name)), to_(wire.broker_.log.published()->publisher(name_)) {}
  // As a broker does: a group that was left unfinished is ended, or dropped, before its name has a new owner.
  Status claim() override {
    if (!wire_.life_.goes_on()) return retry("the process is dead");
    const auto unfinished = wire_.broker_.unfinished.extract(name_);
    if (!unfinished.empty() && wire_.dice_.one_in(2)) (void)write(*unfinished.mapped().by, unfinished.mapped().group);
    return to_->claim();
  }
  Status publish(const std::vector<stream::Publication>& group) override {
    if (!wire_.life_.goes_on()) return retry("the process is dead");
    const auto fate = std::exchange(wire_.broker_.next_publication, Broker::Publication::kSucceeds);
    if (fate == Broker::Publication::kIsLost) {
      ++wire_.broker_.counts.of(Act::kPublicationLost);
      wire_.broker_.unfinished[name_] = {to_, group};
      return refence("the group was lost");
    }
    const Status published = write(*to_, group);
    if (!wire_.life_.goes_on()) return retry("the process is dead");
    if (fate == Broker::Publication::kSucceeds || !published.ok()) return published;
    ++wire_.broker_.counts.of(Act::kPublicationUnheard);
    return refence("the answer was lost");
  }

 private:
  Status write(stream::Publisher& by, const std::vector<stream::Publication>& group) {
    const auto before = wire_.broker_.log.end(group.front().to);
    const Status published = by.publish(group);
    const bool there = *wire_.broker_.log.end(group.front().to) != *before;
    if (there) ++wire_.broker_.published;
    for (const auto& one : group) {
      if (there) wire_.broker_.keep(one.to, one.record);
    }
    return published;
  }

  Wire& wire_;
  const std::string name_;
  const std::shared_ptr<stream::Publisher> to_;
};

Result<std::unique_ptr<stream::Appender>> Wire::appender(const stream::TopicPartition& to) {
  return std::unique_ptr<stream::Appender>(std::make_unique<Appending>(*this, to));
}

std::unique_ptr<stream::Publisher> Wire::publisher(const std::string& name) {
  return std::make_unique<Publishing>(*this, name);
}

void Wire::append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) {
  if (!life_.goes_on()) return;
  const auto offset = broker_.push(to, std::move(record));
  if (!life_.goes_on()) return;
  if (!std::exchange(lose_input_ack_, false)) return done(offset);
  ++broker_.counts.of(Act::kInputAckLost);
  done(refence("the acknowledgement was lost"));
}

void Wire::submit(Pending pending) {
  if (life_.goes_on()) pending_.push_back(std::move(pending));
}

bool Wire::pump(int records) {
  if (held_ || pending_.empty()) return false;
  for (auto& pending : pending_) {
    if (pending.arrived) continue;
    if (records-- == 0) break;
    pending.arrived = broker_.push(pending.what.to, pending.what.record);
  }
  if (life_.goes_on()) acknowledge(1 + dice_.below(static_cast<int>(pending_.size())));
  return true;
}

bool Wire::acknowledge(int records) {
  for (; records > 0 && !pending_.empty() && pending_.front().arrived; --records) {
    const Pending first = std::move(pending_.front());
    pending_.pop_front();
    first.done(*first.arrived);
  }
  return true;
}

bool Wire::resolve(Fate fate) {
  held_ = false;
  auto in_the_air = std::exchange(pending_, {});
  for (auto& pending : in_the_air) meet(pending, fate);
  return !in_the_air.empty();
}

void Wire::meet(Pending& pending, Fate fate) {
  const bool here =
      fate == Fate::kGap ? dice_.one_in(2) : fate == Fate::kArrives || fate == Fate::kAckLost || fate == Fate::kTwice;
  if (!pending.arrived && fate == Fate::kTwice) broker_.push(pending.what.to, pending.what.record);
  if (!pending.arrived && here) pending.arrived = broker_.push(pending.what.to, pending.what.record);
  if (!pending.arrived && fate == Fate::kLate) broker_.late.push_back(std::move(pending.what));
  if (pending.arrived && fate != Fate::kAckLost && fate != Fate::kLost && fate != Fate::kLate)
    pending.done(*pending.arrived);
  else
    pending.done(refence("nobody knows whether it was appended"));
}

void Wire::leave(Appending* by) {
  std::deque<Pending> kept, left;
  for (auto& pending : pending_) (pending.by == by ? left : kept).push_back(std::move(pending));
  pending_ = std::move(kept);
  bool arrives = true;  // in their order, up to one that is lost
  for (auto& pending : left) {
    arrives = arrives && dice_.one_in(2);
    if (arrives && !pending.arrived) broker_.late.push_back(std::move(pending.what));
    pending.done(refence("the appender is gone"));
  }
}

}  // namespace leakproof::sim
