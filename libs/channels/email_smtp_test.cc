// Real mails to a real server: Debian's python3-aiosmtpd.
#include <gtest/gtest.h>

#include <cstdio>
#include <future>

#include "base/manual_clock.h"
#include "channels/email_sender.h"
#include "leakproof/lead/v1/message.pb.h"

namespace leakproof::channels {
namespace {

using stream::AttemptResult;

journal::v1::OutboxEntry mail_to(const std::string& address) {
  lead::v1::EmailCall call;
  call.set_workspace_id("demo");
  call.set_lead_id("1");
  call.set_from("hello@example.com");
  call.set_to(address);
  call.set_subject("Xin chào");
  call.set_text("Hello\n.\nLan\n");
  call.set_unsubscribe_url("https://example.com/u/demo.1");
  call.set_message_id("1@example.com");
  journal::v1::OutboxEntry entry;
  entry.set_payload(call.SerializeAsString());
  return entry;
}
AttemptResult performed(EmailSender& sender, const std::string& address) {
  std::promise<AttemptResult> told;
  sender.send(mail_to(address), [&](AttemptResult attempt) { told.set_value(std::move(attempt)); });
  return told.get_future().get();
}

TEST(EmailSmtp, ARealServerTakesRefusesAndIsNotThere) {
  constexpr const char* python = "/usr/bin/python3";
  if (std::system((std::string(python) + " -c 'import aiosmtpd' 2>/dev/null").c_str()) != 0) {
    GTEST_SKIP() << "no SMTP server to test with: apt-get install python3-aiosmtpd";
  }
  std::FILE* server = ::popen((std::string(python) + " " LEAKPROOF_SMTP_SERVER).c_str(), "r");
  ASSERT_NE(server, nullptr);
  int port = 0;
  ASSERT_EQ(std::fscanf(server, "%d", &port), 1);
  const ManualClock clock(instant_from_micros(1'700'000'000'000'000));
  net::MailCall connection;
  connection.server = "smtp://127.0.0.1:" + std::to_string(port);
  connection.tls = net::SmtpTls::kNever;
  EmailSender sender(
      connection, [](auto&, auto&) { return "key"; }, clock);
  EXPECT_EQ(performed(sender, "later@example.com").state, AttemptResult::State::kTryAgain);
  const auto never = performed(sender, "never@example.com");
  EXPECT_EQ(never.state, AttemptResult::State::kFailed);
  EXPECT_TRUE(never.recipient_gone);
  EXPECT_EQ(never.detail, "550 5.1.1");
  const auto taken = performed(sender, "lan@example.com");
  EXPECT_EQ(taken.state, AttemptResult::State::kDelivered) << taken.detail;
  std::string mail;
  for (int c; (c = std::fgetc(server)) != EOF;) mail.push_back(static_cast<char>(c));
  EXPECT_EQ(::pclose(server), 0);
  for (const char* line :
       {"To: ", "lan@example.com", "Message-ID: <1@example.com>", "List-Unsubscribe: <https://example.com/u/demo.1.",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click"}) {
    EXPECT_NE(mail.find(line), std::string::npos) << line << "\n" << mail;
  }
  EXPECT_EQ(performed(sender, "lan@example.com").state, AttemptResult::State::kTryAgain) << "nobody listens any more";
}

}  // namespace
}  // namespace leakproof::channels
