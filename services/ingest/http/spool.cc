#include "ingest/http/spool.h"

#include "base/signal.h"
#include "observe/log.h"
#include "stream/topics.h"

namespace leakproof::ingest {
namespace {

std::size_t bytes_of(const stream::NewRecord& record) { return record.key.size() + record.value.size(); }

// A log that refuses one record takes others.
bool is_down(const Result<stream::Offset>& at) { return !at.ok() && at.error().disposition() != Disposition::kRefuse; }

}  // namespace

Spool::Spool(Queue queue, stream::Log& log, const Clock& clock, observe::Metrics& metrics, SpoolLimits limits)
    : queue_(std::move(queue)),
      log_(log),
      clock_(clock),
      limits_(limits),
      forms_gauge_(metrics.gauge("leakproof_edge_spooled_forms", "Forms that wait on the local disk for the log.")),
      age_gauge_(metrics.gauge("leakproof_edge_spool_oldest_age_seconds",
                               "How long the oldest of them has waited; 0 when there is none.")),
      spooled_(metrics.counter("leakproof_edge_spooled_total",
                               "Forms that were put on the local disk because the log did not take them.")) {}

Result<std::shared_ptr<Spool>> Spool::open(Queue queue, stream::Log& log, const Clock& clock, observe::Metrics& metrics,
                                           SpoolLimits limits) {
  std::shared_ptr<Spool> spool(new Spool(std::move(queue), log, clock, metrics, limits));
  LEAKPROOF_TRY(spool->recover());
  return spool;
}

Status Spool::recover() {
  constexpr std::size_t kBatch = 64;
  LEAKPROOF_ASSIGN(begin, queue_.log.begin(kQueue));
  LEAKPROOF_ASSIGN(look, queue_.log.reader(kQueue, begin, wake_));
  MutexLock lock(mutex_);  // nobody else knows of it yet
  for (std::vector<stream::Record> batch;; batch.clear()) {
    LEAKPROOF_TRY(look->read(kBatch, batch));
    for (const auto& record : batch) waiting_.push_back({record.key.size() + record.value.size(), record.appended});
    if (batch.empty()) break;
  }
  for (const auto& each : waiting_) bytes_ += each.bytes;
  forms_ = waiting_.size();
  LEAKPROOF_ASSIGN(reader, queue_.log.reader(kQueue, begin, wake_));
  reader_ = std::move(reader);
  show(clock_.now());
  return {};
}

void Spool::append(stream::NewRecord record, Kept kept) {
  const auto form = std::make_shared<Form>(Form{record, std::move(kept), clock_.now() + limits_.patience});
  {
    MutexLock lock(mutex_);
    // What waits will be the first to see that the log is back.
    if (down_ && !waiting_.empty()) return keep(*form);
    pending_.push_back(form);
  }
  hand_over(std::move(record),
            [self = shared_from_this(), form](Result<stream::Offset> at) { self->answered(form, at); });
}

void Spool::hand_over(stream::NewRecord record, stream::Appended done) {
  const stream::TopicPartition to{stream::topics::kLeadSubmissions,
                                  stream::partition_of(record.key, log_.partitions())};
  log_.inputs().append(to, std::move(record), std::move(done));
}

void Spool::answered(const std::shared_ptr<Form>& form, const Result<stream::Offset>& at) {
  MutexLock lock(mutex_);
  down_ = is_down(at);
  if (!form->kept) return;  // it was spooled meanwhile
  if (down_) return keep(*form);
  tell(*form, at.ok() ? Status() : at.error());
}

// Under the lock.
void Spool::keep(Form& form) {
  const std::size_t bytes = bytes_of(form.record);
  if (closed_) return tell(form, retry("this process stops"));
  if (forms_ == limits_.forms_max || bytes_ + bytes > limits_.bytes_max) return tell(form, retry("the spool is full"));
  ++forms_;
  bytes_ += bytes;
  spooled_.Increment();
  auto done = [self = shared_from_this(), bytes, kept = std::move(form.kept)](Result<stream::Offset> at) {
    MutexLock lock(self->mutex_);
    if (at.ok()) {
      self->waiting_.push_back({bytes, self->clock_.now()});
      self->wake_.notify();
    } else {
      --self->forms_;
      self->bytes_ -= bytes;
    }
    kept(at.ok() ? Status() : at.error());
  };
  form.kept = nullptr;
  queue_.log.inputs().append(kQueue, std::move(form.record), std::move(done));
}

void Spool::tell(Form& form, Status status) {
  const Kept kept = std::move(form.kept);
  form.kept = nullptr;
  form.record = {};
  kept(std::move(status));
}

bool Spool::step() {
  const Instant now = clock_.now();
  {
    MutexLock lock(mutex_);
    while (!pending_.empty() && (!pending_.front()->kept || pending_.front()->due <= now)) {
      const auto form = std::move(pending_.front());
      pending_.pop_front();
      if (!form->kept) continue;
      down_ = true;
      keep(*form);
    }
    note_sent();
    show(now);
  }
  if (auto trimmed = trim(); !trimmed.ok()) observe::log_error("spool_trim", {{"why", trimmed.error().message()}});
  return send_next();
}

// Under the lock: what the log has said about `next_`.
void Spool::note_sent() {
  if (!sent_) return;
  sending_ = false;
  down_ = is_down(*sent_);
  if (sent_->ok()) {
    --forms_;
    bytes_ -= waiting_.front().bytes;
    waiting_.pop_front();
    ++untrimmed_;
    taken_ = after(next_->offset);
    next_.reset();
    send_at_ = {};
  } else {
    send_at_ = clock_.now() + limits_.pause;
    observe::log_warn("spool_waits", {{"forms", forms_}, {"why", sent_->error().message()}});
  }
  sent_.reset();
}

bool Spool::send_next() {
  {
    MutexLock lock(mutex_);
    if (sending_ || waiting_.empty() || clock_.now() < send_at_) return false;
    sending_ = true;
  }
  if (!next_) {
    std::vector<stream::Record> one;
    const auto read = reader_->read(1, one);
    if (!read.ok() || one.empty()) {
      observe::log_error("spool_read", {{"why", read.ok() ? "the queue has lost a record" : read.error().message()}});
      MutexLock lock(mutex_);
      sending_ = false;
      send_at_ = clock_.now() + limits_.pause;
      return false;
    }
    next_ = std::move(one.front());
  }
  hand_over({next_->key, next_->value, {}}, [self = shared_from_this()](Result<stream::Offset> at) {
    MutexLock lock(self->mutex_);
    self->sent_ = std::move(at);
    self->wake_.notify();
  });
  return false;
}

Status Spool::trim() {
  if (untrimmed_ == 0) return {};
  if (MutexLock lock(mutex_); untrimmed_ < limits_.trim_every && !waiting_.empty()) return {};
  LEAKPROOF_TRY(queue_.trim(taken_));
  untrimmed_ = 0;
  return {};
}

void Spool::show(Instant now) {
  forms_gauge_.Set(static_cast<double>(forms_));
  age_gauge_.Set(waiting_.empty() ? 0 : std::chrono::duration<double>(now - waiting_.front().since).count());
}

void Spool::close() {
  MutexLock lock(mutex_);
  for (const auto& form : pending_) {
    if (form->kept) keep(*form);
  }
  pending_.clear();
  closed_ = true;
  reader_.reset();
}

}  // namespace leakproof::ingest
