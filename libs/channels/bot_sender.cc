#include "channels/bot_sender.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/stage_definition.h"
#include "channels/table/channel.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::channels {
namespace {

using nlohmann::json;
using stream::AttemptResult;

// Not the receiver's fault: others of its calls go on.
AttemptResult ours(std::string detail) {
  return {AttemptResult::State::kTryAgain, std::move(detail), std::nullopt, true};
}

// Only what a token may hold: it becomes a part of the path.
bool is_token(const std::string& text) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == ':' || c == '_' || c == '-'; };
  return !text.empty() && std::ranges::all_of(text, fits);
}

std::string detail_of(const net::HttpAnswer& answer, const json& body) {
  const std::string said =
      body.is_object() ? body.value("description", json()).is_string() ? body["description"].get<std::string>() : ""
                       : "";
  std::string shown;
  for (const char c : said.substr(0, 200)) shown += c >= ' ' && c < 0x7F ? c : '?';
  return "HTTP " + std::to_string(answer.status) + (shown.empty() ? "" : ": " + shown);
}

// A whole number of `parameters`, 0 when there is none.
std::int64_t parameter(const json& body, const char* name) {
  const json::json_pointer at(std::string("/parameters/") + name);
  return body.is_object() && body.contains(at) && body[at].is_number_integer() ? body[at].get<std::int64_t>() : 0;
}

std::optional<Duration> wish_of(const net::HttpAnswer& answer, const json& body, Instant now) {
  const auto seconds = std::clamp<std::int64_t>(parameter(body, "retry_after"), 0, 86'400);
  if (seconds > 0) return std::chrono::seconds(seconds);
  const auto at = net::retry_after(answer.headers, now);
  return at && *at > now ? std::optional<Duration>(*at - now) : std::nullopt;
}

}  // namespace

AttemptResult attempt_of_bot(const Result<net::HttpAnswer>& answer, Instant now) {
  if (!answer) {
    const bool refused = answer.error().disposition() == Disposition::kRefuse;
    return refused ? AttemptResult::failed(answer.error().message()) : AttemptResult::again(answer.error().message());
  }
  const json body = json::parse(answer->body, nullptr, false);
  const std::string detail = detail_of(*answer, body);
  const int status = answer->status;
  if (status >= 200 && status < 300 && body.is_object() && body.value("ok", json()) == true)
    return {AttemptResult::State::kDelivered, detail, {}};
  if (const auto moved = parameter(body, "migrate_to_chat_id"); moved != 0)
    return AttemptResult::failed(detail + ": write " + std::to_string(moved) + " into 'chat'");
  if (status == 400 || status == 403 || (status >= 300 && status < 400)) return AttemptResult::failed(detail);
  if (status == 401 || status == 404) return ours(detail + ": is the token right?");
  return {AttemptResult::State::kTryAgain, detail, wish_of(*answer, body, now)};
}

std::string BotSender::receiver(const journal::v1::OutboxEntry& entry) const {
  state::v1::BotCall call;
  return call.ParseFromString(entry.payload()) ? call.url() + " " + call.workspace_id() + "/" + call.token() : "";
}

void BotSender::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  state::v1::BotCall call;
  if (!call.ParseFromString(entry.payload())) return done(AttemptResult::failed("the entry holds no BotCall"));
  const auto token = token_of_(call.workspace_id(), call.token());
  if (!token) return done(ours("there is no secret " + call.token() + ": put its file into the secrets directory"));
  if (!is_token(*token)) return done(ours("the secret " + call.token() + " is no token of a bot"));
  net::HttpCall http;
  http.url = call.url() + (call.url().ends_with('/') ? "" : "/") + "bot" + *token + "/sendMessage";
  http.headers = {{"Content-Type", "application/json"}};
  const json body = {{"chat_id", call.chat()}, {"text", call.text()}, {"disable_web_page_preview", true}};
  http.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  client_.send(std::move(http), [&clock = clock_, done = std::move(done)](Result<net::HttpAnswer> answer) {
    done(attempt_of_bot(answer, clock.now()));
  });
}

std::unique_ptr<stream::OutboxSender> make_bot_sender(const app::StageDependencies& dependencies) {
  return std::make_unique<BotSender>(dependencies.http, dependencies.clock, secret_of(dependencies.secrets));
}

}  // namespace leakproof::channels
