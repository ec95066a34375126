#include "net/mail_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"

namespace leakproof::net {
namespace {

using testing::HasSubstr;
using testing::Not;

MailMessage message() {
  MailMessage mail;
  mail.from = {"Acme \"Sales\"", "sales@acme.example"};
  mail.to = {"Nguyễn Văn An", "an@example.com"};
  mail.subject = "Hello";
  mail.text = "Chào An,\nsee you.\r\n";
  mail.message_id = "attempt-1@acme.example";
  mail.date = instant_from_micros(1'445'412'480'500'000);
  return mail;
}

TEST(MailMessage, HasItsHeaders) {
  const std::string mail = *build_mail(message());
  EXPECT_THAT(mail, HasSubstr("From: \"Acme \\\"Sales\\\"\" <sales@acme.example>\r\n"));
  EXPECT_THAT(mail, HasSubstr("To: =?UTF-8?B?" + base64_encode("Nguyễn Văn An") + "?=\r\n <an@example.com>\r\n"));
  EXPECT_THAT(mail, HasSubstr("Subject: Hello\r\nDate: Wed, 21 Oct 2015 07:28:00 +0000\r\nMessage-ID: "
                              "<attempt-1@acme.example>\r\nMIME-Version: 1.0\r\n"));
  EXPECT_THAT(mail, HasSubstr("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                              base64_encode("Chào An,\r\nsee you.\r\n") + "\r\n"));
  EXPECT_THAT(mail, Not(HasSubstr("List-Unsubscribe")));
  EXPECT_THAT(mail, Not(HasSubstr("Reply-To")));
}

TEST(MailMessage, OffersOneClickOptOutAndAnAlternative) {
  MailMessage mail = message();
  mail.list_unsubscribe = "https://acme.example/stop/abc";
  mail.reply_to = "rep@acme.example";
  mail.html = "<p>Chào</p>";
  const std::string built = *build_mail(mail);
  EXPECT_THAT(built, HasSubstr("Reply-To: rep@acme.example\r\n"));
  EXPECT_THAT(built, HasSubstr("List-Unsubscribe: <https://acme.example/stop/abc>\r\nList-Unsubscribe-Post: "
                               "List-Unsubscribe=One-Click\r\n"));
  EXPECT_THAT(built, HasSubstr("multipart/alternative"));
  EXPECT_THAT(built, HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
  EXPECT_LT(built.find("text/plain"), built.find("text/html"));
}

TEST(MailMessage, EncodedWordsNeverCutACharacter) {
  MailMessage mail = message();
  for (int i = 0; i < 60; ++i) mail.subject += "€";
  const std::string built = *build_mail(mail);
  std::string decoded;
  for (std::size_t at = built.find("=?UTF-8?B?", built.find("Subject:")); at < built.find("Date:");
       at = built.find("=?UTF-8?B?", at + 1)) {
    const std::size_t end = built.find("?=", at);
    EXPECT_LE(end + 2 - at, 75u);
    const std::string word = *base64_decode(built.substr(at + 10, end - at - 10));
    EXPECT_NE(word[0] & 0xc0, 0x80);
    decoded += word;
  }
  EXPECT_EQ(decoded, mail.subject);
}

TEST(MailMessage, LinesStayShort) {
  MailMessage mail = message();
  mail.subject = std::string(5000, 's');
  mail.from.name = std::string(5000, 'n');
  mail.text = std::string(100'000, 't');
  const std::string built = *build_mail(mail);
  for (std::size_t at = 0; at < built.size();) {
    const std::size_t end = built.find("\r\n", at);
    ASSERT_LE(end - at, 998u);
    at = end + 2;
  }
}

TEST(MailMessage, NothingForgesAHeader) {
  const auto refused = [](auto change) {
    MailMessage mail = message();
    change(mail);
    return !build_mail(mail).ok();
  };
  const std::string forged = "a@b.example\r\nBcc: c@d.example";
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.subject = forged; }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.subject = std::string("a\0b", 3); }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.from.name = "a\nb"; }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.to.name = "a\rb"; }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.to.address = forged; }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.reply_to = forged; }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.message_id = forged; }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.list_unsubscribe = "https://a.example/\r\nBcc: x"; }));
  EXPECT_TRUE(refused([&](MailMessage& mail) { mail.list_unsubscribe = "http://a.example/"; }));
}

TEST(MailMessage, AddressesHaveAForm) {
  for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "<a@b>", "a@b,c@d", "\xff@b"}) {
    MailMessage mail = message();
    mail.to.address = bad;
    EXPECT_FALSE(build_mail(mail).ok()) << bad;
  }
}

}  // namespace
}  // namespace leakproof::net
