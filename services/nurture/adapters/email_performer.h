// Channel "email": EmailCall → a mail with a signed one-click way out (RFC 8058) → an SMTP server. One thread of its own, one mail at a
// time. Without the workspace's secret to sign with, no mail goes out; it is tried again. A 2yz reply is delivered, 5yz failed; 4yz and a
// server that cannot be reached are tried again. When the connection broke after the mail was handed over, the server may have it: that is
// failed with the reason, and never sent again.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/time.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "net/smtp_client.h"
#include "stream/performer.h"

namespace leakproof::nurture {

// The content of a secret file of a workspace; nullopt when there is none. Any thread.
using SecretOf = std::function<std::optional<std::string>(const std::string& workspace, const std::string& name)>;
using SendMail = std::function<Result<SmtpOutcome>(const MailCall&)>;

class EmailPerformer final : public stream::Performer {
 public:
  // `connection`: server, TLS, login and timeout of every mail; the rest of it is filled in here. `clock` outlives it.
  EmailPerformer(MailCall connection, SecretOf secret_of, const Clock& clock, SendMail send = send_mail);
  // Waits for the mail under way; what has not begun is to be tried again.
  ~EmailPerformer() override;
  void perform(const journal::v1::OutboxEntry& entry, std::function<void(stream::Attempt)> done) override;

 private:
  using Job = std::pair<std::string, std::function<void(stream::Attempt)>>;  // payload
  void run();
  stream::Attempt attempt(const std::string& payload) const;

  const MailCall connection_;
  const SecretOf secret_of_;
  const Clock& clock_;
  const SendMail send_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;  // guarded by mutex_
  bool stopped_ = false;  // guarded by mutex_
  std::thread thread_;    // last: it uses all of the above
};

}  // namespace leakproof::nurture
