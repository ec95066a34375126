// Channel "bot": BotCall → sendMessage of the Bot API: POST <url>/bot<token>/sendMessage with {"chat_id", "text"}. The
// receiver cannot tell a repeat. Source: core.telegram.org/bots/api, "Making requests", "sendMessage",
// "ResponseParameters". Thread-safe.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "channels/secret_of.h"
#include "net/http_client.h"
#include "stream/outbox_sender.h"

namespace leakproof::channels {

class BotSender final : public stream::OutboxSender {
 public:
  // `client` and `clock` outlive it and every call it has begun.
  BotSender(net::HttpClient& client, const Clock& clock, SecretOf token_of)
      : client_(client), clock_(clock), token_of_(std::move(token_of)) {}
  // The bot: its address, workspace and the name of its token. Its limits are for all its chats.
  std::string receiver(const journal::v1::OutboxEntry& entry) const override;
  void send(const journal::v1::OutboxEntry& entry, std::function<void(stream::AttemptResult)> done) override;

 private:
  net::HttpClient& client_;
  const Clock& clock_;
  SecretOf token_of_;
};

// What an answer means: 2xx with "ok": true delivered; 400 and 403 (no such chat, the member has blocked the bot)
// failed; all else to be tried again, after parameters.retry_after where it says so. The detail never holds the token
// or the text.
stream::AttemptResult attempt_of_bot(const Result<net::HttpAnswer>& answer, Instant now);

}  // namespace leakproof::channels
