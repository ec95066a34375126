#include "channels/email_sender.h"

#include <utility>

#include "app/stage_definition.h"
#include "channels/table/channel.h"
#include "crypto/unsubscribe_token.h"
#include "leakproof/lead/v1/message.pb.h"
#include "net/mail_message.h"

namespace leakproof::channels {
namespace {

using stream::AttemptResult;

// The server refuses us, or is not there: mails wait until that is mended.
AttemptResult refused(std::string detail) {
  return {AttemptResult::State::kTryAgain, std::move(detail), {}, false, true};
}

// Disposition → what becomes of the mail, where the server gave no final reply.
AttemptResult attempt_of(const Error& error, bool at_most_once) {
  switch (error.disposition()) {
    case Disposition::kRetry:
      return refused(error.message());
    case Disposition::kRefence:
      return {at_most_once ? AttemptResult::State::kFailed : AttemptResult::State::kTryAgain,
              "outcome unknown, the server may have it: " + error.message(),
              {}};
    case Disposition::kRefuse:
    case Disposition::kFatal:
      break;
  }
  return {AttemptResult::State::kFailed, error.message(), {}};
}

AttemptResult attempt_of(const net::SmtpOutcome& outcome) {
  switch (outcome.verdict) {
    case net::SmtpVerdict::kAccepted:
      return {AttemptResult::State::kDelivered, outcome.code, {}};
    case net::SmtpVerdict::kTransient: {  // of this mail, unless it was not named yet or the server closes (RFC
                                          // 5321 4.2.1)
      const bool alone = outcome.phase >= net::SmtpPhase::kRecipient && !outcome.code.starts_with("421");
      return {AttemptResult::State::kTryAgain, outcome.code, {}, alone};
    }
    case net::SmtpVerdict::kPermanent:
      return {AttemptResult::State::kFailed, outcome.code, {}};
    case net::SmtpVerdict::kRecipientGone:
      return {AttemptResult::State::kFailed, outcome.code, {}, false, false, true};
    case net::SmtpVerdict::kNotFromUs:
      break;
  }
  return refused(outcome.code + ": the mail server takes nothing from us");
}

net::MailMessage message_of(const lead::v1::EmailCall& call, Instant now) {
  net::MailMessage message;
  message.from.address = call.from();
  message.to.address = call.to();
  message.subject = call.subject();
  message.text = call.text();
  message.message_id = call.message_id();
  message.date = now;
  message.list_unsubscribe = call.unsubscribe_url();
  return message;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) text.replace(at, from.size(), to);
}

// The link is signed here, in the header and in the text: stages are functions of the log and hold no secrets.
Status sign_links(lead::v1::EmailCall& call, const SecretOf& secret_of) {
  if (call.unsubscribe_url().empty()) return {};
  const auto key = secret_of(call.workspace_id(), crypto::kUnsubscribeKey);
  if (!key)
    return retry(std::string("there is no secret ") + crypto::kUnsubscribeKey +
                 ": put its file into the secrets directory");
  const auto open = crypto::UnsubscribeToken::unsigned_text(call.workspace_id(), call.lead_id());
  const auto link = call.unsubscribe_url();
  if (!link.ends_with(open)) return refuse("the opt-out link is not of this lead");
  auto whole = link.substr(0, link.size() - open.size()) +
               crypto::UnsubscribeToken::sign(*key, call.workspace_id(), call.lead_id());
  replace_all(*call.mutable_text(), link, whole);
  call.set_unsubscribe_url(std::move(whole));
  return {};
}

}  // namespace

EmailSender::EmailSender(net::MailCall connection, SecretOf secret_of, const Clock& clock, SendMail send)
    : connection_(std::move(connection)),
      secret_of_(std::move(secret_of)),
      clock_(clock),
      send_(std::move(send)),
      thread_([this] { run(); }) {}

EmailSender::~EmailSender() {
  {
    MutexLock lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  thread_.join();
  const auto not_begun = [this] {
    MutexLock lock(mutex_);
    return std::exchange(jobs_, {});
  }();
  for (auto& job : not_begun) job.done({AttemptResult::State::kTryAgain, "this process stops", {}});
}

void EmailSender::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  {
    MutexLock lock(mutex_);
    jobs_.push_back({entry.payload(), entry.at_most_once(), std::move(done)});
  }
  changed_.notify_one();
}

void EmailSender::run() {
  MutexLock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this]() LEAKPROOF_REQUIRES(mutex_) { return stopped_ || !jobs_.empty(); });
    if (stopped_) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job.done(attempt(job));
    lock.lock();
  }
}

AttemptResult EmailSender::attempt(const Job& job) const {
  lead::v1::EmailCall call;
  if (!call.ParseFromString(job.payload)) return {AttemptResult::State::kFailed, "the payload is no e-mail", {}};
  if (auto signed_now = sign_links(call, secret_of_); !signed_now.ok()) {
    AttemptResult attempt = attempt_of(signed_now.error(), job.at_most_once);
    attempt.of_this_call_alone = true;
    attempt.receiver_refuses_us = false;
    return attempt;
  }
  auto bytes = net::build_mail(message_of(call, clock_.now()));
  if (!bytes.ok()) return attempt_of(bytes.error(), job.at_most_once);
  if (connection_.server.empty()) return refused("no mail server: smtp.server in the settings is not set");
  net::MailCall mail = connection_;
  mail.from = call.from();
  mail.to = call.to();
  mail.message = *std::move(bytes);
  const auto outcome = send_(mail);
  return outcome.ok() ? attempt_of(*outcome) : attempt_of(outcome.error(), job.at_most_once);
}

net::MailCall smtp_of(const app::Settings& settings) {
  net::MailCall smtp;
  smtp.server = settings.smtp;
  smtp.tls = settings.smtp_tls ? net::SmtpTls::kRequired : net::SmtpTls::kNever;
  return smtp;
}

std::unique_ptr<stream::OutboxSender> make_email_sender(const app::StageDependencies& dependencies) {
  return std::make_unique<EmailSender>(smtp_of(dependencies.settings), secret_of(dependencies.secrets),
                                       dependencies.clock);
}

}  // namespace leakproof::channels
