// Calls to the outside over libcurl, all on one thread of its own. No redirects, no proxy, no decompression, no
// cookies; the address of every connection is checked against the policy when it is opened, so a name that changes its
// mind between check and call gains nothing.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "net/http_message.h"
#include "net/limits.h"
#include "net/url.h"

namespace leakproof::net {

struct HttpCall {
  std::string method = "POST";
  std::string url;
  HttpHeaders headers;  // a CR, LF or NUL in one refuses the call
  std::string body;
  std::chrono::milliseconds timeout = kCallTimeout;  // whole call, name look-up included
  std::size_t response_bytes_max = kAnswerBytesMax;
};

struct HttpAnswer {
  int status = 0;  // any, 3xx too
  HttpHeaders headers;
  std::string body;
  bool truncated = false;  // the body went on behind response_bytes_max
};

class HttpClient {
 public:
  // kRefuse: the call breaks the policy or is malformed, nothing was sent. kRetry: no whole answer; the other side may
  // have seen the call.
  using Callback = std::function<void(Result<HttpAnswer>)>;

  explicit HttpClient(OutboundPolicy policy);
  // Calls not answered yet get kRetry.
  ~HttpClient();
  // Thread-safe, does not block. `callback` runs once, on the client's thread or, for a refusal, on the caller's; it
  // must not block.
  void send(HttpCall call, Callback callback);

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

// Retry-After as a moment: seconds or an HTTP date (RFC 9110 10.2.3); nullopt when absent or neither.
std::optional<Instant> retry_after(const HttpHeaders& headers, Instant now);

}  // namespace leakproof::net
