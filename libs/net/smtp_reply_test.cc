#include "net/smtp_reply.h"

#include <gtest/gtest.h>

namespace leakproof::net {
namespace {

using enum SmtpPhase;
using enum SmtpVerdict;

struct Row {
  SmtpPhase phase;
  const char* lines;
  const char* code;
  SmtpVerdict verdict;
};
void check(std::initializer_list<Row> rows) {
  for (const auto& row : rows) {
    const auto reply = parse_reply(row.lines);
    EXPECT_EQ(code_of(reply), row.code) << row.lines;
    EXPECT_EQ(verdict_of(row.phase, reply), row.verdict) << row.lines;
  }
}

// Replies as servers give them: Postfix, Exim, OpenSMTPD, Dovecot, Exchange, qmail.
TEST(SmtpReply, SaysOfWhomItIs) {
  check({
      {kMessage, "250 2.0.0 Ok: queued as 4F1", "250 2.0.0", kAccepted},

      {kSession, "554 5.7.1 No SMTP service here", "554 5.7.1", kNotFromUs},
      {kSession, "421 4.7.0 too many connections", "421 4.7.0", kTransient},
      {kSession, "535 5.7.8 Error: authentication failed", "535 5.7.8", kNotFromUs},
      {kSession, "502 not implemented", "502", kNotFromUs},
      {kSender, "530 5.7.0 Authentication required", "530 5.7.0", kNotFromUs},
      {kSender, "530-5.7.0 Must issue a STARTTLS\r\n530 5.7.0 command first", "530 5.7.0", kNotFromUs},
      {kSender, "553 5.1.8 Sender address rejected: Domain not found", "553 5.1.8", kNotFromUs},
      {kSender, "553 not from you", "553", kNotFromUs},
      {kSender, "552 5.3.4 Message size exceeds fixed limit", "552 5.3.4", kPermanent},
      {kSender, "452 4.3.1 Insufficient system storage", "452 4.3.1", kTransient},

      {kMessage, "554 Message rejected: Email address is not verified", "554", kNotFromUs},
      {kMessage, "550 5.7.60 Client does not have permissions to send as this sender", "550 5.7.60", kNotFromUs},
      {kMessage, "550 5.7.26 Unauthenticated email is not accepted", "550 5.7.26", kNotFromUs},
      {kMessage, "554 spam", "554", kPermanent},
      {kMessage, "554 5.7.1 Blocked for its content", "554 5.7.1", kPermanent},
      {kMessage, "554 5.7.1 Message contains a virus", "554 5.7.1", kPermanent},
      {kMessage, "552 5.2.2 <x@y> Quota exceeded (mailbox for user is full)", "552 5.2.2", kTransient},
      {kMessage, "550 5.1.1 <x@y> User doesn't exist", "550 5.1.1", kRecipientGone},
      {kMessage, "452 4.3.1 disk full", "452 4.3.1", kTransient},
      {kMessage, "530 5.7.1 Authentication required", "530 5.7.1", kNotFromUs},

      {kSession, "", "0", kTransient},
      {kSession, "what", "0", kTransient},
  });
}

TEST(SmtpReply, OfARecipientSaysWhetherThereIsOne) {
  check({
      {kRecipient, "550 5.1.1 <x@y>: Recipient address rejected: User unknown", "550 5.1.1", kRecipientGone},
      {kRecipient, "550 no such user", "550", kRecipientGone},
      {kRecipient, "550 Unrouteable address", "550", kRecipientGone},
      {kRecipient, "550 Invalid recipient: <x@y>", "550", kRecipientGone},
      {kRecipient, "550-5.1.1 The email account that you tried to reach\r\n550 5.1.1 does not exist", "550 5.1.1",
       kRecipientGone},
      {kRecipient, "550 5.0.0 refused", "550 5.0.0", kRecipientGone},
      {kRecipient, "553 5.1.3 bad address syntax", "553 5.1.3", kRecipientGone},
      {kRecipient, "556 5.1.10 null MX", "556 5.1.10", kRecipientGone},
      {kRecipient, "550 5.2.1 mailbox disabled", "550 5.2.1", kRecipientGone},
      {kRecipient, "550 5.4.1 Recipient address rejected: Access denied", "550 5.4.1", kRecipientGone},
      {kRecipient, "550 5.5.0 Requested action not taken: mailbox unavailable", "550 5.5.0", kRecipientGone},
      {kRecipient, "550 5.7.1 <x@y>: User unknown", "550 5.7.1", kRecipientGone},
      {kRecipient, "554 5.7.1 Service refused: mailbox inactive", "554 5.7.1", kRecipientGone},
      {kRecipient, "554 delivery error: This user doesn't have a yahoo.com account", "554", kRecipientGone},
      {kRecipient, "521 5.3.2 mx.example accepts no mail", "521 5.3.2", kRecipientGone},
      {kRecipient, "550 5.5.0 Sender reputation too low", "550 5.5.0", kNotFromUs},
      {kRecipient, "550 5.7.1 Sender verify failed: no such user", "550 5.7.1", kNotFromUs},
      {kRecipient, "552 5.2.2 Mailbox full", "552 5.2.2", kTransient},
      {kRecipient, "552 quota exceeded", "552", kTransient},
      {kRecipient, "451 4.7.1 Greylisting in action", "451 4.7.1", kTransient},
      {kRecipient, "550 5.7.1 Recipient address rejected: only members may write", "550 5.7.1", kPermanent},
      {kRecipient, "554 5.7.1 <x@y>: Relay access denied", "554 5.7.1", kNotFromUs},
      {kRecipient, "550 relay not permitted", "550", kNotFromUs},
      {kRecipient, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "553 5.7.1", kNotFromUs},
      {kRecipient, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked", "554 5.7.1", kNotFromUs},
      {kRecipient, "550 5.1.8 Sender address rejected", "550 5.1.8", kNotFromUs},
      {kRecipient, "550 Sender verify failed", "550", kNotFromUs},
      {kRecipient, "530 Authentication required", "530", kNotFromUs},
      {kRecipient, "503 5.5.1 Error: need MAIL command", "503 5.5.1", kNotFromUs},
      {kRecipient, "554 no", "554", kPermanent},
  });
}

}  // namespace
}  // namespace leakproof::net
