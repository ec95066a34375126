// Hands one mail to an SMTP server over libcurl. Blocks until it is done: call it from a thread that may wait.
#pragma once
#include <chrono>
#include <string>

#include "base/personal.h"
#include "base/result.h"

namespace leakproof {

enum class SmtpTls {
  kNever,     // a relay on the same host
  kRequired,  // STARTTLS, or the call fails
};

struct MailCall {
  std::string server;  // smtp://host:port
  SmtpTls tls = SmtpTls::kRequired;
  std::string user;  // empty: no login
  Personal<std::string> password;
  std::string from;  // envelope addresses
  std::string to;
  std::string message;  // from build_mail
  std::chrono::milliseconds timeout{30'000};
};

enum class SmtpVerdict {
  kAccepted,   // 2xx after the message: the server has it
  kTransient,  // 4xx: the same mail may pass later
  kPermanent,  // 5xx: this mail will never pass
};

struct SmtpOutcome {
  SmtpVerdict verdict = SmtpVerdict::kTransient;
  int code = 0;  // the server's last reply
};

// An Error kRefuse: the call is malformed, or an address is beyond ASCII and the server has no SMTPUTF8; nothing was
// sent. kRetry: no connection, or it broke before the message
// began. kRefence: it broke after the message was handed over and before the reply, so the server may have it.
Result<SmtpOutcome> send_mail(const MailCall& call);

}  // namespace leakproof
