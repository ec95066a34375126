// The public door: HTTP/1.1 over TCP with strict framing (see http_request_reader.h). TLS ends in front of it.
// Each connection serves one request at a time, so answers keep the order of requests however late a handler answers.
// Handlers run on the server's threads and must not block; they answer at once or later, from any thread. The request
// is theirs for the call only.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "net/http_message.h"
#include "net/http_request_reader.h"
#include "net/limits.h"
#include "observe/metrics.h"

namespace leakproof::net {

// The right and the duty to answer one request: call it once, from any thread. Dropped uncalled it answers 500, so no
// client hangs. Calling it after the connection or the server is gone does nothing.
class Respond {
 public:
  using Deliver = std::function<void(HttpResponse)>;
  explicit Respond(Deliver deliver) : deliver_(std::move(deliver)) {}
  Respond(Respond&& other) noexcept : deliver_(std::exchange(other.deliver_, nullptr)) {}
  Respond& operator=(Respond&&) = delete;
  ~Respond();
  void operator()(HttpResponse response);

 private:
  Deliver deliver_;  // empty once called
};

using HttpHandler = std::function<void(const HttpRequest&, Respond)>;

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one, see port()
  int threads = 1;
  std::size_t connections_max = kConnectionsMax;  // one more is answered 503 and closed
  // Of those, so many are kept for requests to these paths; on them every other path is answered 503 and closed.
  std::size_t connections_kept = 0;
  std::function<bool(const std::string& path)> kept_for = [](const std::string&) { return false; };
  std::chrono::milliseconds head_timeout = kHeadTimeout;
  std::chrono::milliseconds body_window = kBodyWindow;
  std::size_t body_bytes_per_window = kBodyBytesPerWindow;
  std::chrono::milliseconds idle_timeout = kIdleTimeout;
  BodyRuleOf body_rule = [](const std::string&) { return BodyRule{}; };
  observe::Metrics* metrics = nullptr;  // counts connections and refusals by status; outlives the server
};

class HttpServer {
 public:
  // Listens when it returns. kRefuse: it is no address of this machine; kFatal: the port is taken, or not ours to take.
  static Result<std::unique_ptr<HttpServer>> start(HttpServerOptions options, HttpHandler handler);
  ~HttpServer();  // stop at once
  std::uint16_t port() const;
  // No new connections; requests being served may end until `at_most` is over; then everything closes and the threads
  // are gone. Idempotent; not from a handler.
  void stop(std::chrono::milliseconds at_most);

 private:
  struct Core;
  explicit HttpServer(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace leakproof::net
