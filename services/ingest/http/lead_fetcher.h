// The outbox channel "fetch": asks the platform for a lead it announced by id only, and appends the answer to
// lead.submissions under the announced receipt. A repeat is harmless: ingest takes a receipt once. Calls go out on the
// client's thread; nothing here blocks.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "net/http_client.h"
#include "stream/log.h"
#include "stream/outbox_sender.h"

namespace leakproof::ingest {

class LeadFetcher final : public stream::OutboxSender {
 public:
  using SecretOf = std::function<std::optional<std::string>(const std::string& workspace, const std::string& name)>;
  // All outlive the sender.
  LeadFetcher(stream::Log& log, net::HttpClient& http, const Clock& clock, SecretOf secret_of)
      : log_(log), http_(http), clock_(clock), secret_of_(std::move(secret_of)) {}
  void send(const journal::v1::OutboxEntry& entry, std::function<void(stream::AttemptResult)> done) override;

 private:
  stream::Log& log_;
  net::HttpClient& http_;
  const Clock& clock_;
  SecretOf secret_of_;
};

// What an answer of the platform means. Source: Graph API error codes 4, 17, 32, 613 and 80005 are rate limits; 1 and 2
// are passing faults.
stream::AttemptResult judge_fetch(int status, const std::string& body);

}  // namespace leakproof::ingest
