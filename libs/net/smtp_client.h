// Hands one mail to an SMTP server over libcurl. Blocks until it is done: call it from a thread that may wait.
#pragma once
#include <chrono>
#include <string>

#include "base/personal.h"
#include "base/result.h"
#include "net/smtp_reply.h"

namespace leakproof::net {

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

struct SmtpOutcome {
  SmtpVerdict verdict = SmtpVerdict::kTransient;
  SmtpPhase phase = SmtpPhase::kSession;  // of the last reply
  std::string code;                       // of the last reply, such as "550 5.1.1"; or why there is none
};

// An Error kRefuse: the call is malformed, or an address is beyond ASCII and the server has no SMTPUTF8; nothing was
// sent. kRetry: no connection, none that can be trusted, or it broke before the message began. kRefence: it broke after
// the message was handed over and before the reply, so the server may have it.
Result<SmtpOutcome> send_mail(const MailCall& call);

}  // namespace leakproof::net
