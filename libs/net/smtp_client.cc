#include "net/smtp_client.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "net/curl_handle.h"
#include "net/url.h"

namespace leakproof::net {
namespace {

struct Upload {
  std::string_view rest;
  bool handed_over = false;  // the whole message was given to libcurl, so its last byte may be on the wire
  bool needs_utf8 = false;   // an address is beyond ASCII
  bool has_utf8 = false;     // the server says SMTPUTF8 (RFC 6531)
};

std::size_t on_reply(char* line, std::size_t, std::size_t size, void* data) {
  const std::string_view reply(line, size);
  if (reply.starts_with("250") && reply.find("SMTPUTF8") != reply.npos) static_cast<Upload*>(data)->has_utf8 = true;
  return size;
}

std::size_t on_read(char* out, std::size_t, std::size_t room, void* data) {
  auto& upload = *static_cast<Upload*>(data);
  if (upload.needs_utf8 && !upload.has_utf8) return CURL_READFUNC_ABORT;
  const std::size_t size = std::min(room, upload.rest.size());
  std::memcpy(out, upload.rest.data(), size);
  upload.rest.remove_prefix(size);
  upload.handed_over = upload.rest.empty();
  return size;
}

bool is_ascii(std::string_view address) {
  return std::ranges::all_of(address, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What was said, by what libcurl shows of it: the last command before QUIT, and the reply to it.
struct Dialogue {
  SmtpPhase phase = SmtpPhase::kSession;
  std::string reply;
  bool has_ended = false;
};

SmtpPhase phase_of(std::string_view command) {
  if (command.starts_with("MAIL")) return SmtpPhase::kSender;
  if (command.starts_with("RCPT")) return SmtpPhase::kRecipient;
  return command.starts_with("DATA") ? SmtpPhase::kMessage : SmtpPhase::kSession;
}

// Of a command only its name is looked at: a login holds secrets.
int on_debug(CURL*, curl_infotype type, char* bytes, std::size_t size, void* data) {
  auto& dialogue = *static_cast<Dialogue*>(data);
  const std::string_view line(bytes, size);
  if (type == CURLINFO_HEADER_OUT) {
    dialogue.has_ended |= line.starts_with("QUIT");
    if (!dialogue.has_ended) dialogue = {phase_of(line), "", false};
  } else if (type == CURLINFO_HEADER_IN && !dialogue.has_ended && dialogue.reply.size() < 4000) {
    dialogue.reply.append(line);
    if (line.starts_with("354")) dialogue.reply.clear();  // go on with the mail: the reply comes behind it
  }
  return 0;
}

bool is_envelope_address(std::string_view address) {
  const auto fits = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>'; };
  return !address.empty() && address.find('@') != address.npos && std::ranges::all_of(address, fits);
}

Status check(const MailCall& call) {
  LEAKPROOF_ASSIGN(url, parse_url(call.server));
  if (url.scheme != "smtp" || url.host.empty() || url.has_userinfo)
    return refuse("the mail server must be smtp://host:port");
  if (!is_envelope_address(call.from) || !is_envelope_address(call.to))
    return refuse("an envelope address is malformed");
  if (call.message.empty()) return refuse("the message is empty");
  return {};
}

template <class Value>
void set(const CurlEasy& handle, CURLoption option, Value value) {
  LEAKPROOF_CHECK(curl_easy_setopt(handle.get(), option, value) == CURLE_OK);
}

void set_server(const CurlEasy& handle, const MailCall& call) {
  set(handle, CURLOPT_PROTOCOLS_STR, "smtp");
  set(handle, CURLOPT_URL, call.server.c_str());
  set(handle, CURLOPT_PROXY, "");
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
  set(handle, CURLOPT_USE_SSL, static_cast<long>(call.tls == SmtpTls::kRequired ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (call.user.empty()) return;
  set(handle, CURLOPT_USERNAME, call.user.c_str());
  set(handle, CURLOPT_PASSWORD, call.password.reveal().c_str());
}

// No reply that counts was reached because one side does not trust the other.
bool is_distrust(CURLcode result) {
  return result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_USE_SSL_FAILED ||
         result == CURLE_SSL_CONNECT_ERROR || result == CURLE_SSL_CACERT_BADFILE || result == CURLE_LOGIN_DENIED;
}

Result<SmtpOutcome> outcome_of(CURLcode result, int code, const Dialogue& dialogue, bool handed_over) {
  auto reply = parse_reply(dialogue.reply);
  if (reply.code != code) reply = {code, "", ""};
  if (result == CURLE_OK) return SmtpOutcome{SmtpVerdict::kAccepted, dialogue.phase, code_of(reply)};
  if (is_distrust(result) && code < 500)
    return SmtpOutcome{SmtpVerdict::kNotFromUs, SmtpPhase::kSession, curl_easy_strerror(result)};
  if (code >= 400 && code < 600) return SmtpOutcome{verdict_of(dialogue.phase, reply), dialogue.phase, code_of(reply)};
  const std::string why = std::string("sending mail: ") + curl_easy_strerror(result);
  return handed_over ? refence(why + " after the message was handed over") : retry(why);
}

}  // namespace

Result<SmtpOutcome> send_mail(const MailCall& call) {
  LEAKPROOF_TRY(check(call));
  start_curl();
  const CurlEasy handle(curl_easy_init());
  LEAKPROOF_CHECK(handle != nullptr);
  set_server(handle, call);
  const std::string from = "<" + call.from + ">";
  const std::string to = "<" + call.to + ">";
  CurlList receivers;
  append(receivers, to.c_str());
  Upload upload{call.message};
  upload.needs_utf8 = !is_ascii(call.from) || !is_ascii(call.to);
  set(handle, CURLOPT_HEADERFUNCTION, &on_reply);
  set(handle, CURLOPT_HEADERDATA, &upload);
  set(handle, CURLOPT_MAIL_FROM, from.c_str());
  set(handle, CURLOPT_MAIL_RCPT, receivers.get());
  set(handle, CURLOPT_UPLOAD, 1L);
  set(handle, CURLOPT_READFUNCTION, &on_read);
  set(handle, CURLOPT_READDATA, &upload);
  Dialogue dialogue;
  set(handle, CURLOPT_VERBOSE, 1L);  // what was said; nothing is printed
  set(handle, CURLOPT_DEBUGFUNCTION, &on_debug);
  set(handle, CURLOPT_DEBUGDATA, &dialogue);
  const CURLcode result = curl_easy_perform(handle.get());
  if (result == CURLE_ABORTED_BY_CALLBACK)
    return refuse("the mail server does not take addresses beyond ASCII: it has no SMTPUTF8");
  long code = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &code);
  return outcome_of(result, static_cast<int>(code), dialogue, upload.handed_over);
}

}  // namespace leakproof::net
