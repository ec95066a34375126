// What a mail server's reply says, and of whom: of us, of the person the mail is for, or of the mail. Pure. Sources:
// RFC 5321 4.2 (codes), RFC 3463 and its registry (enhanced codes), and what Postfix, Exim, OpenSMTPD, Dovecot and
// Exchange answer.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::net {

// What the server was answering.
enum class SmtpPhase {
  kSession,    // greeting, EHLO, STARTTLS, login
  kSender,     // MAIL
  kRecipient,  // RCPT
  kMessage,    // DATA, and the mail itself
};

struct SmtpReply {
  int code = 0;
  std::string enhanced;  // "5.1.1"; empty when the server gives none
  std::string text;      // all lines; may hold addresses
};

// `lines`: of one reply, as they came.
SmtpReply parse_reply(std::string_view lines);
// "550 5.1.1": for people, without personal data.
std::string code_of(const SmtpReply& reply);

enum class SmtpVerdict {
  kAccepted,       // the server has the mail
  kTransient,      // the same mail may pass later
  kPermanent,      // this mail will never pass; others to the same person may
  kRecipientGone,  // nobody has this address
  kNotFromUs,      // it takes no mail from us: login, sender, relaying, a block. It says nothing of the person
};

SmtpVerdict verdict_of(SmtpPhase phase, const SmtpReply& reply);

}  // namespace leakproof::net
