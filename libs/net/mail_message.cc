#include "net/mail_message.h"

#include <date/date.h>

#include <algorithm>
#include <locale>
#include <sstream>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "text/utf8.h"

namespace leakproof::net {
namespace {

constexpr std::size_t kWordBytes = 45;       // of text in one encoded word: 60 of base64, below RFC 2047's limit of 75
constexpr std::size_t kPlainBytesMax = 200;  // a longer header is folded by encoding it

bool is_printable(char c) { return c >= 0x20 && c < 0x7f; }

Status check_header_text(const std::string& text, const char* what) {
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos)
    return refuse(std::string(what) + " holds a line end or NUL");
  if (!text::is_utf8(text)) return refuse(std::string(what) + " is not UTF-8");
  return {};
}

Status check_address(const std::string& address) {
  const std::size_t at = address.find('@');
  const auto fits = [](char c) {  // beyond ASCII as RFC 6532 has it
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f &&
           std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos;
  };
  const bool formed = at != address.npos && at > 0 && at + 1 < address.size() &&
                      address.find('@', at + 1) == address.npos && address.size() <= 254;
  if (!formed || !std::ranges::all_of(address, fits) || !text::is_utf8(address))
    return refuse("an e-mail address is malformed");
  return {};
}

std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t size = std::min(kWordBytes, text.size());
    // A character stays whole: step back from a continuation byte.
    while (size < text.size() && (text[size] & 0xc0) == 0x80) --size;
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + base64_encode(text.substr(0, size)) + "?=";
    text.remove_prefix(size);
  }
  return words;
}

bool is_plain(std::string_view text) {
  return text.size() <= kPlainBytesMax && std::ranges::all_of(text, is_printable) && text.find("=?") == text.npos;
}

std::string mailbox(const MailAddress& who) {
  if (who.name.empty()) return who.address;
  if (!is_plain(who.name)) return encoded_words(who.name) + "\r\n <" + who.address + ">";
  std::string quoted = "\"";
  for (char c : who.name) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + "\" <" + who.address + ">";
}

std::string mail_date(Instant at) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  date::to_stream(text, "%a, %d %b %Y %H:%M:%S +0000", date::floor<std::chrono::seconds>(at));
  return text.str();
}

// Line ends as mail wants them, whatever the template had.
std::string with_crlf(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (text[i] == '\r' || text[i] == '\n')
      lines += "\r\n";
    else
      lines.push_back(text[i]);
  }
  return lines;
}

std::string body_part(const std::string& type, std::string_view text) {
  constexpr std::size_t kLine = 76;
  std::string part = "Content-Type: " + type + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const std::string encoded = base64_encode(with_crlf(text));
  for (std::size_t i = 0; i < encoded.size(); i += kLine) part += encoded.substr(i, kLine) + "\r\n";
  return part;
}

std::string body_of(const MailMessage& message) {
  if (message.html.empty()) return body_part("text/plain", message.text);
  // "=_" stands in no base64, so the boundary is in no part.
  const std::string boundary = "=_" + crypto::hex(crypto::sha256(message.message_id)).substr(0, 32);
  return "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n" +
         body_part("text/plain", message.text) + "--" + boundary + "\r\n" + body_part("text/html", message.html) +
         "--" + boundary + "--\r\n";
}

Status check(const MailMessage& message) {
  LEAKPROOF_TRY(check_address(message.from.address));
  LEAKPROOF_TRY(check_address(message.to.address));
  if (!message.reply_to.empty()) LEAKPROOF_TRY(check_address(message.reply_to));
  LEAKPROOF_TRY(check_header_text(message.from.name, "the sender's name"));
  LEAKPROOF_TRY(check_header_text(message.to.name, "the receiver's name"));
  LEAKPROOF_TRY(check_header_text(message.subject, "the subject"));
  LEAKPROOF_TRY(check_address(message.message_id).ok() ? Status() : refuse("the message id is malformed"));
  const auto fits = [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; };
  const std::string& url = message.list_unsubscribe;
  if (!url.empty() && (!url.starts_with("https://") || url.size() > 900 || !std::ranges::all_of(url, fits))) {
    return refuse("the opt-out address must be an https URL");
  }
  if (!text::is_utf8(message.text) || !text::is_utf8(message.html)) return refuse("the body is not UTF-8");
  return {};
}

}  // namespace

Result<std::string> build_mail(const MailMessage& message) {
  LEAKPROOF_TRY(check(message));
  std::string mail = "From: " + mailbox(message.from) + "\r\nTo: " + mailbox(message.to) + "\r\n";
  if (!message.reply_to.empty()) mail += "Reply-To: " + message.reply_to + "\r\n";
  mail += "Subject: " + (is_plain(message.subject) ? message.subject : encoded_words(message.subject)) + "\r\n";
  mail += "Date: " + mail_date(message.date) + "\r\nMessage-ID: <" + message.message_id + ">\r\nMIME-Version: 1.0\r\n";
  if (!message.list_unsubscribe.empty()) {
    mail +=
        "List-Unsubscribe: <" + message.list_unsubscribe + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  }
  return mail + body_of(message);
}

}  // namespace leakproof::net
