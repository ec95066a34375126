#include "nurture/adapters/email_performer.h"

#include "leakproof/lead/v1/message.pb.h"
#include "net/mail_message.h"

namespace leakproof::nurture {
namespace {

using stream::Attempt;

// Disposition → what becomes of the mail, where the server gave no final reply.
Attempt attempt_of(const Error& error) {
  switch (error.disposition()) {
    case Disposition::kRetry: return {Attempt::State::kTryAgain, error.message(), {}};
    case Disposition::kRefence: return {Attempt::State::kFailed, "outcome unknown, the server may have it: " + error.message(), {}};
    case Disposition::kRefuse:
    case Disposition::kFatal: break;
  }
  return {Attempt::State::kFailed, error.message(), {}};
}

Attempt attempt_of(const SmtpOutcome& outcome) {
  const std::string code = std::to_string(outcome.code);
  switch (outcome.verdict) {
    case SmtpVerdict::kAccepted: return {Attempt::State::kDelivered, code, {}};
    case SmtpVerdict::kTransient: return {Attempt::State::kTryAgain, code, {}};
    case SmtpVerdict::kPermanent: break;
  }
  return {Attempt::State::kFailed, code, {}};
}

MailMessage message_of(const lead::v1::EmailCall& call, Instant now) {
  MailMessage message;
  message.from.address = call.from(), message.to.address = call.to();
  message.subject = call.subject(), message.text = call.text();
  message.message_id = call.message_id(), message.date = now;
  message.list_unsubscribe = call.unsubscribe_url();
  return message;
}

}  // namespace

EmailPerformer::EmailPerformer(MailCall connection, const Clock& clock, SendMail send)
    : connection_(std::move(connection)), clock_(clock), send_(std::move(send)), thread_([this] { run(); }) {}

EmailPerformer::~EmailPerformer() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  thread_.join();
  for (auto& [payload, done] : jobs_) done({Attempt::State::kTryAgain, "this process stops", {}});
}

void EmailPerformer::perform(const journal::v1::OutboxEntry& entry, std::function<void(Attempt)> done) {
  {
    std::lock_guard lock(mutex_);
    jobs_.emplace_back(entry.payload(), std::move(done));
  }
  changed_.notify_one();
}

void EmailPerformer::run() {
  for (std::unique_lock lock(mutex_);;) {
    changed_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
    if (stopped_) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job.second(attempt(job.first));
    lock.lock();
  }
}

Attempt EmailPerformer::attempt(const std::string& payload) const {
  lead::v1::EmailCall call;
  if (!call.ParseFromString(payload)) return {Attempt::State::kFailed, "the payload is no e-mail", {}};
  auto bytes = build_mail(message_of(call, clock_.now()));
  if (!bytes.ok()) return attempt_of(bytes.error());
  MailCall mail = connection_;
  mail.from = call.from(), mail.to = call.to(), mail.message = *std::move(bytes);
  const auto outcome = send_(mail);
  return outcome.ok() ? attempt_of(*outcome) : attempt_of(outcome.error());
}

}  // namespace leakproof::nurture
