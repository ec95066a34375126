#include "net/smtp_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <istream>
#include <map>
#include <memory>
#include <thread>

namespace leakproof::net {
namespace {

namespace asio = boost::asio;

MailCall mail_to(std::uint16_t port) {
  MailCall call;
  call.server = "smtp://127.0.0.1:" + std::to_string(port);
  call.tls = SmtpTls::kNever;
  call.from = "sales@acme.example";
  call.to = "an@example.com";
  call.message = "Subject: Hello\r\n\r\nThe text.\r\n.a line with a dot\r\n";
  call.timeout = std::chrono::seconds(20);
  return call;
}

// A server for one connection that answers each command by its first word; "" for an answer means to hang up. "." is
// the end of the message.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::map<std::string, std::string> answers)
      : answers_(std::move(answers)),
        acceptor_(context_, {asio::ip::make_address("127.0.0.1"), 0}),
        thread_([this] { run(); }) {}
  ~ScriptedServer() { thread_.join(); }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void run() {
    asio::ip::tcp::socket socket(context_);
    acceptor_.accept(socket);
    asio::streambuf input;
    boost::system::error_code error;
    asio::write(socket, asio::buffer(std::string("220 ready\r\n")), error);
    std::istream lines(&input);
    for (bool in_message = false; !error;) {
      if (asio::read_until(socket, input, "\r\n", error); error) return;
      std::string line;
      std::getline(lines, line);
      line.pop_back();
      if (in_message && line != ".") continue;
      in_message = line == "DATA";
      const auto found = answers_.find(line.substr(0, 4));
      const std::string answer = found != answers_.end() ? found->second : line == "DATA" ? "354 go on" : "250 fine";
      if (answer.empty()) return;
      if (in_message && answer[0] != '3') in_message = false;
      asio::write(socket, asio::buffer(answer + "\r\n"), error);
    }
  }

  std::map<std::string, std::string> answers_;
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_;
  std::thread thread_;
};

Result<SmtpOutcome> outcome_with(std::map<std::string, std::string> answers) {
  ScriptedServer server(std::move(answers));
  return send_mail(mail_to(server.port()));
}

TEST(SmtpClient, TheServersReplyIsTheOutcome) {
  using enum SmtpVerdict;
  using enum SmtpPhase;
  const struct {
    std::map<std::string, std::string> answers;
    SmtpVerdict verdict;
    SmtpPhase phase;
    const char* code;
  } rows[] = {
      {{}, kAccepted, kMessage, "250"},
      {{{"RCPT", "550 no such user"}}, kRecipientGone, kRecipient, "550"},
      {{{"RCPT", "550-5.1.1 no\r\n550 5.1.1 such user"}}, kRecipientGone, kRecipient, "550 5.1.1"},
      {{{"RCPT", "450 mailbox busy"}}, kTransient, kRecipient, "450"},
      {{{"RCPT", "554 5.7.1 relay access denied"}}, kNotFromUs, kRecipient, "554 5.7.1"},
      {{{"MAIL", "530 5.7.0 login first"}}, kNotFromUs, kSender, "530 5.7.0"},
      {{{"MAIL", "553 not from you"}}, kNotFromUs, kSender, "553"},
      {{{"EHLO", "554 5.7.1 go away"}, {"HELO", "554 5.7.1 go away"}}, kNotFromUs, kSession, "554 5.7.1"},
      {{{"DATA", "451 try later"}}, kTransient, kMessage, "451"},
      {{{".", "554 spam"}}, kPermanent, kMessage, "554"},
      {{{".", "550 5.1.1 nobody"}}, kRecipientGone, kMessage, "550 5.1.1"},
      {{{".", "452 disk full"}}, kTransient, kMessage, "452"},
  };
  for (const auto& row : rows) {
    const auto outcome = outcome_with(row.answers);
    ASSERT_TRUE(outcome.ok()) << outcome.error().message();
    EXPECT_EQ(outcome->verdict, row.verdict) << row.code;
    EXPECT_EQ(outcome->phase, row.phase) << row.code;
    EXPECT_EQ(outcome->code, row.code);
  }
}

TEST(SmtpClient, ABreakBeforeTheMessageMayBeRetriedOneAfterItIsUnknown) {
  EXPECT_EQ(outcome_with({{"RCPT", ""}}).error().disposition(), Disposition::kRetry);
  EXPECT_EQ(outcome_with({{".", ""}}).error().disposition(), Disposition::kRefence);
}

TEST(SmtpClient, AnAddressBeyondAsciiNeedsAServerThatTakesIt) {
  const auto outcome_of = [](std::map<std::string, std::string> answers) {
    ScriptedServer server(std::move(answers));
    MailCall call = mail_to(server.port());
    call.to = "jürgen@example.com";
    return send_mail(call);
  };
  EXPECT_EQ(outcome_of({{"EHLO", "250-here\r\n250 SMTPUTF8"}})->verdict, SmtpVerdict::kAccepted);
  EXPECT_EQ(outcome_of({}).error().disposition(), Disposition::kRefuse);
}

TEST(SmtpClient, RequiredTlsIsRequired) {
  ScriptedServer server({});
  MailCall call = mail_to(server.port());
  call.tls = SmtpTls::kRequired;
  const auto outcome = send_mail(call);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->verdict, SmtpVerdict::kNotFromUs);
}

TEST(SmtpClient, NobodyThereIsARetry) {
  asio::io_context context;
  asio::ip::tcp::acceptor bound(context);
  bound.open(asio::ip::tcp::v4());
  bound.bind({asio::ip::make_address("127.0.0.1"), 0});  // taken, but nobody listens
  EXPECT_EQ(send_mail(mail_to(bound.local_endpoint().port())).error().disposition(), Disposition::kRetry);
}

TEST(SmtpClient, RefusesAMalformedCall) {
  const auto refused = [](auto change) {
    MailCall call = mail_to(1);
    change(call);
    const auto outcome = send_mail(call);
    return !outcome.ok() && outcome.error().disposition() == Disposition::kRefuse;
  };
  EXPECT_TRUE(refused([](MailCall& call) { call.to = "a@b.example>\r\nRCPT TO:<c@d.example"; }));
  EXPECT_TRUE(refused([](MailCall& call) { call.from = ""; }));
  EXPECT_TRUE(refused([](MailCall& call) { call.server = "http://127.0.0.1"; }));
  EXPECT_TRUE(refused([](MailCall& call) { call.server = "smtp://u:p@127.0.0.1"; }));
  EXPECT_TRUE(refused([](MailCall& call) { call.message = ""; }));
}

// Says its port, then what it received.
constexpr const char* kRealServer = R"(/usr/bin/python3 -u -c '
import socket, sys
from aiosmtpd.controller import Controller
import threading
done = threading.Event()
class Keep:
    async def handle_DATA(self, server, session, envelope):
        print(envelope.mail_from, *envelope.rcpt_tos, envelope.content, flush=True)
        done.set()
        return "250 kept"
free = socket.socket(); free.bind(("127.0.0.1", 0)); port = free.getsockname()[1]; free.close()
controller = Controller(Keep(), hostname="127.0.0.1", port=port)
controller.start()
print(port, flush=True)
done.wait(20)
controller.stop()
' 2>/dev/null)";

TEST(SmtpClient, ARealServerGetsTheMail) {
  const std::unique_ptr<FILE, int (*)(FILE*)> server(popen(kRealServer, "r"), pclose);
  char line[4096];
  if (!fgets(line, sizeof line, server.get()))
    GTEST_SKIP() << "aiosmtpd is not installed (apt install python3-aiosmtpd)";
  const auto outcome = send_mail(mail_to(static_cast<std::uint16_t>(std::stoi(line))));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message();
  EXPECT_EQ(outcome->verdict, SmtpVerdict::kAccepted);
  ASSERT_TRUE(fgets(line, sizeof line, server.get()));
  EXPECT_STREQ(
      line, "sales@acme.example an@example.com b'Subject: Hello\\r\\n\\r\\nThe text.\\r\\n.a line with a dot\\r\\n'\n");
}

}  // namespace
}  // namespace leakproof::net
