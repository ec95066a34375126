// An e-mail as bytes for SMTP: RFC 5322 with UTF-8 bodies and RFC 2047 headers. Any thread.
#pragma once
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace leakproof::net {

struct MailAddress {
  std::string name;     // may be empty; any UTF-8
  std::string address;  // ASCII, one '@'
};

struct MailMessage {
  MailAddress from;
  MailAddress to;
  std::string reply_to;  // an address, or empty
  std::string subject;
  std::string text;        // text/plain
  std::string html;        // empty: no alternative
  std::string message_id;  // without <>, "<unique>@<domain>"; the same for every attempt at the same mail
  Instant date;
  std::string list_unsubscribe;  // an https URL for one-click opt-out (RFC 8058), or empty
};

// The message with CRLF line ends, every line at most 998 bytes. Refuses a CR, LF or NUL in anything that becomes a
// header, and a bad address.
Result<std::string> build_mail(const MailMessage& message);

}  // namespace leakproof::net
