#include "channels/email_sender.h"

#include <gtest/gtest.h>

#include <future>

#include "base/encoding.h"
#include "base/manual_clock.h"
#include "crypto/unsubscribe_token.h"
#include "leakproof/lead/v1/message.pb.h"

namespace leakproof::channels {
namespace {

using stream::AttemptResult;

journal::v1::OutboxEntry hello() {
  lead::v1::EmailCall call;
  call.set_workspace_id("demo");
  call.set_lead_id("a");
  call.set_from("hello@example.com");
  call.set_to("lan@example.vn");
  call.set_subject("Xin chào");
  call.set_text("Hello Lan. Stop: https://example.com/u/demo.a\n");
  call.set_unsubscribe_url("https://example.com/u/demo.a");
  call.set_message_id("1@example.com");
  journal::v1::OutboxEntry entry;
  entry.set_id("demo:email:a:1");
  entry.set_at_most_once(true);
  entry.set_payload(call.SerializeAsString());
  return entry;
}

std::optional<std::string> key_of_demo(const std::string& workspace, const std::string& name) {
  if (workspace != "demo" || name != "unsubscribe_key") return std::nullopt;
  return "key";
}

std::string without_line_ends(std::string text) {
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  return text;
}

struct EmailSenderTest : testing::Test {
  ManualClock clock{instant_from_micros(1'700'000'000'000'000)};
  net::MailCall connection;

  EmailSenderTest() { connection.server = "smtp://localhost:25"; }

  AttemptResult performed(EmailSender& sender, const journal::v1::OutboxEntry& entry) {
    std::promise<AttemptResult> told;
    sender.send(entry, [&](AttemptResult attempt) { told.set_value(std::move(attempt)); });
    return told.get_future().get();
  }
};

TEST_F(EmailSenderTest, HandsTheMailToTheServerWithAOneClickWayOut) {
  connection.server = "smtp://localhost:25";
  connection.user = "u";
  net::MailCall sent;
  EmailSender sender(connection, key_of_demo, clock, [&](const net::MailCall& call) -> Result<net::SmtpOutcome> {
    sent = call;
    return net::SmtpOutcome{net::SmtpVerdict::kAccepted, net::SmtpPhase::kMessage, "250"};
  });
  const auto attempt = performed(sender, hello());
  EXPECT_EQ(attempt.state, AttemptResult::State::kDelivered);
  EXPECT_EQ(attempt.detail, "250");
  EXPECT_EQ(sent.server, "smtp://localhost:25");
  EXPECT_EQ(sent.user, "u");
  EXPECT_EQ(sent.from, "hello@example.com");
  EXPECT_EQ(sent.to, "lan@example.vn");
  const auto link = "https://example.com/u/" + crypto::UnsubscribeToken::sign("key", "demo", "a");
  EXPECT_NE(sent.message.find("List-Unsubscribe: <" + link + ">"), std::string::npos);
  EXPECT_NE(without_line_ends(sent.message).find(base64_encode("Hello Lan. Stop: " + link + "\r\n")),
            std::string::npos);
  EXPECT_NE(sent.message.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), std::string::npos);
  EXPECT_NE(sent.message.find("Message-ID: <1@example.com>"), std::string::npos);
}
TEST_F(EmailSenderTest, NoMailGoesOutWithoutTheKeyOfItsLink) {
  EmailSender sender(
      connection, [](auto&, auto&) { return std::nullopt; }, clock,
      [&](const net::MailCall&) -> Result<net::SmtpOutcome> {
        ADD_FAILURE();
        return retry("");
      });
  const auto attempt = performed(sender, hello());
  EXPECT_EQ(attempt.state, AttemptResult::State::kTryAgain);
  EXPECT_NE(attempt.detail.find("unsubscribe_key"), std::string::npos);
}
TEST_F(EmailSenderTest, WhatBecomesOfAMailIsTheServersWord) {
  using enum net::SmtpVerdict;
  using enum net::SmtpPhase;
  const std::tuple<Result<net::SmtpOutcome>, AttemptResult::State, const char*> rows[] = {
      {net::SmtpOutcome{kAccepted, kMessage, "250"}, AttemptResult::State::kDelivered, "250"},
      {net::SmtpOutcome{kTransient, kRecipient, "451"}, AttemptResult::State::kTryAgain, "451"},
      {net::SmtpOutcome{kPermanent, kMessage, "554"}, AttemptResult::State::kFailed, "554"},
      {net::SmtpOutcome{kRecipientGone, kRecipient, "550 5.1.1"}, AttemptResult::State::kFailed, "550 5.1.1"},
      {net::SmtpOutcome{kNotFromUs, kSender, "530"}, AttemptResult::State::kTryAgain,
       "530: the mail server takes nothing from us"},
      {retry("no connection"), AttemptResult::State::kTryAgain, "no connection"},
      {refence("broke"), AttemptResult::State::kFailed, "outcome unknown, the server may have it: broke"},
      {refuse("no address"), AttemptResult::State::kFailed, "no address"},
  };
  for (const auto& [outcome, state, detail] : rows) {
    EmailSender sender(connection, key_of_demo, clock, [&](const net::MailCall&) { return outcome; });
    const auto attempt = performed(sender, hello());
    EXPECT_EQ(attempt.state, state) << detail;
    EXPECT_EQ(attempt.detail, detail);
  }
}
TEST_F(EmailSenderTest, AMailThatMayComeTwiceIsSentAgainWhenTheConnectionBreaks) {
  EmailSender sender(connection, key_of_demo, clock, [](const net::MailCall&) { return refence("broke"); });
  auto entry = hello();
  entry.set_at_most_once(false);
  EXPECT_EQ(performed(sender, entry).state, AttemptResult::State::kTryAgain);
}
// What a failure says: of this mail alone, of how the server treats us, of the person.
TEST_F(EmailSenderTest, AFailureSaysOfWhomItIs) {
  using enum net::SmtpVerdict;
  using enum net::SmtpPhase;
  const auto of = [&](Result<net::SmtpOutcome> outcome, const std::string& workspace = "demo") {
    EmailSender sender(
        connection, [&](auto&, auto& name) { return key_of_demo(workspace, name); }, clock,
        [&](const net::MailCall&) { return outcome; });
    const auto attempt = performed(sender, hello());
    return std::string(attempt.of_this_call_alone ? "mail " : "") + (attempt.receiver_refuses_us ? "us " : "") +
           (attempt.recipient_gone ? "person " : "");
  };
  EXPECT_EQ(of(net::SmtpOutcome{kTransient, kRecipient, "451"}), "mail ") << "a grey list";
  EXPECT_EQ(of(net::SmtpOutcome{kTransient, kRecipient, "421"}), "") << "the server closes";
  EXPECT_EQ(of(net::SmtpOutcome{kTransient, kSender, "451"}), "") << "no recipient was named yet";
  EXPECT_EQ(of(net::SmtpOutcome{kNotFromUs, kSender, "530"}), "us ");
  EXPECT_EQ(of(net::SmtpOutcome{kRecipientGone, kRecipient, "550"}), "person ");
  EXPECT_EQ(of(net::SmtpOutcome{kPermanent, kMessage, "554"}), "");
  EXPECT_EQ(of(retry("no connection")), "us ");
  EXPECT_EQ(of(net::SmtpOutcome{kAccepted, kMessage, "250"}, "other"), "mail ") << "no key";
}
TEST_F(EmailSenderTest, WithoutAMailServerMailsWait) {
  EmailSender sender({}, key_of_demo, clock, [&](const net::MailCall&) { return refuse("not asked"); });
  const auto attempt = performed(sender, hello());
  EXPECT_EQ(attempt.state, AttemptResult::State::kTryAgain);
  EXPECT_TRUE(attempt.receiver_refuses_us);
  EXPECT_EQ(attempt.detail, "no mail server: smtp.server in the settings is not set");
  EXPECT_NE(sender.receiver({}), "") << "nobody in particular has no circuit, and is told to nobody";
}
TEST_F(EmailSenderTest, WhatIsNoMailFailsAndIsNotSent) {
  EmailSender sender(connection, key_of_demo, clock, [&](const net::MailCall&) -> Result<net::SmtpOutcome> {
    ADD_FAILURE();
    return retry("");
  });
  journal::v1::OutboxEntry entry = hello();
  entry.set_payload("\xff");
  EXPECT_EQ(performed(sender, entry).state, AttemptResult::State::kFailed);
  lead::v1::EmailCall call;
  call.set_to("two@example.com\r\nBcc: x@example.com");
  entry.set_payload(call.SerializeAsString());
  EXPECT_EQ(performed(sender, entry).state, AttemptResult::State::kFailed);
}
TEST_F(EmailSenderTest, WhenItStopsEveryCallIsStillToldOnce) {
  int sent = 0;
  std::vector<AttemptResult> told;
  {
    EmailSender sender(connection, key_of_demo, clock, [&](const net::MailCall&) -> Result<net::SmtpOutcome> {
      ++sent;
      return net::SmtpOutcome{net::SmtpVerdict::kAccepted, net::SmtpPhase::kMessage, "250"};
    });
    for (int i = 0; i < 50; ++i)
      sender.send(hello(), [&](AttemptResult attempt) { told.push_back(std::move(attempt)); });
  }
  EXPECT_EQ(told.size(), 50u);
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(told[i].state, i < sent ? AttemptResult::State::kDelivered : AttemptResult::State::kTryAgain) << i;
}

}  // namespace
}  // namespace leakproof::channels
