// Channel "email": EmailCall → a mail with a signed one-click way out (RFC 8058) → an SMTP server. One thread of its
// own, one mail at a time. Without the workspace's secret to sign with, no mail goes out; it is tried again. What a
// reply means is net/smtp_reply.h's to say: a mail that nobody can get has failed, and so has one that the server will
// never take; where the server refuses us (login, sender, certificate, no server at all) or cannot be reached, mails
// wait and are tried again, one at a time. When the connection broke
// after the mail was handed over, the server may have it: a mail that is sent at most once has failed then, with the
// reason; any other is sent again under the same Message-ID.
#pragma once
#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "app/settings.h"
#include "base/mutex.h"
#include "base/time.h"
#include "channels/secret_of.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "net/smtp_client.h"
#include "stream/outbox_sender.h"

namespace leakproof::channels {

using SendMail = std::function<Result<net::SmtpOutcome>(const net::MailCall&)>;

class EmailSender final : public stream::OutboxSender {
 public:
  // `connection`: server, TLS, login and timeout of every mail; the rest of it is filled in here. `clock` outlives it.
  EmailSender(net::MailCall connection, SecretOf secret_of, const Clock& clock, SendMail send = net::send_mail);
  // Waits for the mail under way; what has not begun is to be tried again.
  ~EmailSender() override;
  // The server: one mail at a time goes through it.
  std::string receiver(const journal::v1::OutboxEntry&) const override {
    return connection_.server.empty() ? "(smtp.server is not set)" : connection_.server;
  }
  void send(const journal::v1::OutboxEntry& entry, std::function<void(stream::AttemptResult)> done) override;

 private:
  struct Job {
    std::string payload;
    bool at_most_once;
    std::function<void(stream::AttemptResult)> done;
  };
  void run();
  stream::AttemptResult attempt(const Job& job) const;

  const net::MailCall connection_;
  const SecretOf secret_of_;
  const Clock& clock_;
  const SendMail send_;
  Mutex mutex_;
  ConditionVariable changed_;
  std::deque<Job> jobs_ LEAKPROOF_GUARDED_BY(mutex_);
  bool stopped_ LEAKPROOF_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all of the above
};

// The server of the settings, as a connection.
net::MailCall smtp_of(const app::Settings& settings);

}  // namespace leakproof::channels
