#include "net/smtp_reply.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <regex>

#include "base/ascii.h"

namespace leakproof::net {
namespace {

using enum SmtpVerdict;

bool is_one_of(int code, std::initializer_list<int> codes) { return std::ranges::find(codes, code) != codes.end(); }

bool says_one_of(const SmtpReply& reply, std::initializer_list<std::string_view> words) {
  const std::string text = lower_case(reply.text);
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

// "5.1": the subject of an enhanced code; 5.0.0 and 5.5.0 say nothing, and so do servers that send one with every
// refusal.
std::string subject_of(const SmtpReply& reply) {
  const bool says_nothing = reply.enhanced == "5.0.0" || reply.enhanced == "5.5.0";
  return says_nothing ? std::string() : reply.enhanced.substr(0, reply.enhanced.rfind('.'));
}

// Who may send in whose name. Large services say it only when they have seen the message: "Email address is not
// verified", "permissions to send as this sender", "unauthenticated email is not accepted".
bool is_about_our_right_to_send(const SmtpReply& reply) {
  return says_one_of(reply, {"relay", "authenticat", "sender", "send as", "not verified", "spf", "dkim", "dmarc"});
}

// Servers refuse at RCPT what they hold against our host or our sender, too.
bool is_about_us(const SmtpReply& reply) {
  return is_about_our_right_to_send(reply) || says_one_of(reply, {"client host", "helo", "ehlo", "blocked", "blocklist",
                                                                  "blacklist", "reputation", "not permitted"});
}

bool wants_login(const SmtpReply& reply) {
  return is_one_of(reply.code, {530, 534, 535, 538}) || reply.enhanced == "5.7.0" || reply.enhanced == "5.7.8";
}

bool is_about_the_mail(const SmtpReply& reply) {
  return reply.enhanced == "5.2.3" || reply.enhanced == "5.3.4" || subject_of(reply) == "5.6" ||
         (reply.enhanced.empty() && reply.code == 552);
}

bool is_full(const SmtpReply& reply) {
  return reply.enhanced == "5.2.2" || (reply.code == 552 && says_one_of(reply, {"full", "quota"}));
}

// By its enhanced code alone. 5.1.7 and 5.1.8 are of the sender; 5.4.1 is how Exchange Online refuses the unknown.
bool is_of_nobody(const SmtpReply& reply) {
  if (subject_of(reply) == "5.1") return reply.enhanced != "5.1.7" && reply.enhanced != "5.1.8";
  return reply.enhanced == "5.2.1" || reply.enhanced == "5.4.1" || reply.enhanced == "5.4.4";
}

// Many servers send a code of another subject with the unknown recipient, or one for every refusal: 5.5.0 of
// Outlook.com, 5.7.1 of what stands behind a filter.
bool names_nobody(const SmtpReply& reply) {
  if (is_about_us(reply)) return false;
  return is_one_of(reply.code, {521, 556}) ||
         says_one_of(reply, {"user unknown", "unknown user", "recipient unknown", "unknown recipient", "no such user",
                             "no such recipient", "no such mailbox", "mailbox unavailable", "mailbox not found",
                             "mailbox inactive", "mailbox is inactive", "mailbox disabled", "account disabled",
                             "account is disabled", "doesn't have a", "does not exist", "doesn't exist"});
}

SmtpVerdict of_recipient(const SmtpReply& reply) {
  if (is_full(reply)) return kTransient;
  if (is_about_the_mail(reply)) return kPermanent;
  if (is_of_nobody(reply) || names_nobody(reply)) return kRecipientGone;
  const std::string subject = subject_of(reply);
  if (subject == "5.7") return says_one_of(reply, {"recipient"}) ? kPermanent : kNotFromUs;
  if (subject == "5.1" || subject == "5.5" || is_one_of(reply.code, {500, 502, 503, 504, 555})) return kNotFromUs;
  if (!subject.empty()) return kPermanent;
  if (is_about_us(reply)) return kNotFromUs;
  return is_one_of(reply.code, {521, 550, 551, 553, 556}) ? kRecipientGone : kPermanent;
}

}  // namespace

SmtpReply parse_reply(std::string_view lines) {
  static const std::regex kEnhanced(R"((?:^\d{3}[ -]|[(#])([245]\.\d{1,3}\.\d{1,3})\b)");
  SmtpReply reply;
  reply.text = lines.substr(0, 2000);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (lines.size() >= 3 && std::ranges::all_of(lines.substr(0, 3), digit))
    reply.code = (lines[0] - '0') * 100 + (lines[1] - '0') * 10 + (lines[2] - '0');
  std::smatch found;
  if (std::regex_search(reply.text, found, kEnhanced)) reply.enhanced = found[1];
  return reply;
}

std::string code_of(const SmtpReply& reply) {
  return std::to_string(reply.code) + (reply.enhanced.empty() ? "" : " " + reply.enhanced);
}

SmtpVerdict verdict_of(SmtpPhase phase, const SmtpReply& reply) {
  if (reply.code >= 200 && reply.code < 300) return kAccepted;
  if (reply.code < 500 || reply.code >= 600) return kTransient;
  if (wants_login(reply)) return kNotFromUs;
  switch (phase) {
    case SmtpPhase::kSession:
      return kNotFromUs;
    case SmtpPhase::kSender:
      return is_about_the_mail(reply) ? kPermanent : kNotFromUs;
    case SmtpPhase::kRecipient:
      return of_recipient(reply);
    case SmtpPhase::kMessage:
      break;
  }
  if (is_full(reply)) return kTransient;
  if (is_of_nobody(reply)) return kRecipientGone;
  return is_about_our_right_to_send(reply) ? kNotFromUs : kPermanent;
}

}  // namespace leakproof::net
