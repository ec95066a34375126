#include "net/http_client.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "base/parse_number.h"
#include "net/curl_handle.h"

namespace leakproof::net {
namespace {

// One call on its way. Stays where it is: libcurl holds pointers into it.
struct Transfer {
  HttpCall call;
  HttpClient::Callback callback;
  const OutboundPolicy* policy = nullptr;
  HttpAnswer answer;
  bool blocked = false;  // an address broke the policy
  CurlList headers;
  CurlEasy handle;
};

std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const std::size_t room = transfer.call.response_bytes_max - transfer.answer.body.size();
  transfer.answer.body.append(bytes, std::min(size, room));
  transfer.answer.truncated = size > room;
  return transfer.answer.truncated ? 0 : size;  // 0 ends the transfer
}

std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* data) {
  HttpHeaders& headers = static_cast<Transfer*>(data)->answer.headers;
  std::string_view line(bytes, size);
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) headers.clear();  // a 1xx answer came before
  const std::size_t colon = line.find(':');
  if (colon == line.npos || headers.size() == kHeadersMax) return size;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  return size;
}

// The last gate: called with the very address that is about to be connected.
curl_socket_t on_open(void* data, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(data);
  if (!transfer.policy->allow_private && !address_is_public(&address->addr)) {
    transfer.blocked = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool is_clean(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

Status check(const HttpCall& call, const OutboundPolicy& policy) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (call.method.empty() || !std::ranges::all_of(call.method, is_letter)) return refuse("the method is malformed");
  for (const HttpHeader& header : call.headers) {
    if (header.name.empty() || !is_clean(header.name) || !is_clean(header.value))
      return refuse("a header holds a line end or NUL");
  }
  return outbound_url_allowed(call.url, policy);
}

template <class Value>
void set(Transfer& transfer, CURLoption option, Value value) {
  LEAKPROOF_CHECK(curl_easy_setopt(transfer.handle.get(), option, value) == CURLE_OK);
}

void set_limits(Transfer& transfer) {
  set(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
  set(transfer, CURLOPT_FOLLOWLOCATION, 0L);
  set(transfer, CURLOPT_PROXY, "");
  set(transfer, CURLOPT_NOSIGNAL, 1L);
  set(transfer, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(transfer, CURLOPT_TIMEOUT_MS, static_cast<long>(transfer.call.timeout.count()));
  set(transfer, CURLOPT_OPENSOCKETFUNCTION, &on_open);
  set(transfer, CURLOPT_OPENSOCKETDATA, &transfer);
}

void set_request(Transfer& transfer) {
  const HttpCall& call = transfer.call;
  set(transfer, CURLOPT_URL, call.url.c_str());
  set(transfer, CURLOPT_USERAGENT, "leakproof");
  if (!call.body.empty() || call.method == "POST" || call.method == "PUT" || call.method == "PATCH") {
    set(transfer, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    set(transfer, CURLOPT_POSTFIELDS, call.body.c_str());
  }
  if (call.method == "HEAD")
    set(transfer, CURLOPT_NOBODY, 1L);
  else
    set(transfer, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  append(transfer.headers, "Expect:");
  for (const HttpHeader& header : call.headers) {
    // libcurl's own way to say that the value is empty.
    append(transfer.headers, (header.value.empty() ? header.name + ";" : header.name + ": " + header.value).c_str());
  }
  set(transfer, CURLOPT_HTTPHEADER, transfer.headers.get());
  set(transfer, CURLOPT_WRITEFUNCTION, &on_body);
  set(transfer, CURLOPT_WRITEDATA, &transfer);
  set(transfer, CURLOPT_HEADERFUNCTION, &on_header);
  set(transfer, CURLOPT_HEADERDATA, &transfer);
}

Result<HttpAnswer> outcome_of(Transfer& transfer, CURLcode code) {
  if (transfer.blocked) return refuse("the host's address is not public");
  if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && transfer.answer.truncated))
    return retry(std::string("calling out: ") + curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(transfer.handle.get(), CURLINFO_RESPONSE_CODE, &status);
  transfer.answer.status = static_cast<int>(status);
  return std::move(transfer.answer);
}

}  // namespace

class HttpClient::Loop {
 public:
  explicit Loop(OutboundPolicy policy) : policy_(std::move(policy)), multi_(curl_multi_init()) {
    curl_multi_setopt(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(kCallsMax));
    thread_ = std::thread([this] { run(); });
  }
  ~Loop() {
    {
      MutexLock lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
  }

  void send(HttpCall call, Callback callback) {
    if (const Status allowed = check(call, policy_); !allowed.ok()) return callback(allowed.error());
    auto transfer = std::make_unique<Transfer>();
    transfer->call = std::move(call);
    transfer->callback = std::move(callback);
    transfer->policy = &policy_;
    {
      MutexLock lock(mutex_);
      waiting_.push_back(std::move(transfer));
    }
    curl_multi_wakeup(multi_.get());
  }

 private:
  void run() {
    while (take_in()) {
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      give_out();
      curl_multi_poll(multi_.get(), nullptr, 0, 60'000, nullptr);
    }
    for (auto& [handle, transfer] : active_) {
      curl_multi_remove_handle(multi_.get(), handle);
      transfer->callback(retry("calling out: the client is stopping"));
    }
    active_.clear();
  }

  // False when it is time to stop.
  bool take_in() {
    std::vector<std::unique_ptr<Transfer>> arrived;
    bool stopping = false;
    {
      MutexLock lock(mutex_);
      arrived.swap(waiting_);
      stopping = stopping_;
    }
    for (auto& transfer : arrived) begin(std::move(transfer));
    return !stopping;
  }

  void begin(std::unique_ptr<Transfer> transfer) {
    transfer->handle.reset(curl_easy_init());
    LEAKPROOF_CHECK(transfer->handle != nullptr);
    set_limits(*transfer);
    set_request(*transfer);
    CURL* const handle = transfer->handle.get();
    curl_multi_add_handle(multi_.get(), handle);
    active_.emplace(handle, std::move(transfer));
  }

  void give_out() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      const CURLcode code = message->data.result;
      const auto found = active_.find(message->easy_handle);
      const std::unique_ptr<Transfer> transfer = std::move(found->second);
      active_.erase(found);
      curl_multi_remove_handle(multi_.get(), transfer->handle.get());
      transfer->callback(outcome_of(*transfer, code));
    }
  }

  const OutboundPolicy policy_;
  CurlMulti multi_;                                    // used by the thread; others only wake it
  std::map<CURL*, std::unique_ptr<Transfer>> active_;  // the thread's own
  Mutex mutex_;
  std::vector<std::unique_ptr<Transfer>> waiting_ LEAKPROOF_GUARDED_BY(mutex_);
  bool stopping_ LEAKPROOF_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

HttpClient::HttpClient(OutboundPolicy policy) {
  start_curl();
  loop_ = std::make_unique<Loop>(std::move(policy));
}
HttpClient::~HttpClient() = default;
void HttpClient::send(HttpCall call, Callback callback) { loop_->send(std::move(call), std::move(callback)); }

std::optional<Instant> retry_after(const HttpHeaders& headers, Instant now) {
  const auto value = find_header(headers, "Retry-After");
  if (!value || value->empty()) return std::nullopt;
  if (const auto seconds = parse_number<std::uint32_t>(*value)) return now + std::chrono::seconds(*seconds);
  const time_t date = curl_getdate(std::string(*value).c_str(), nullptr);
  if (date == -1) return std::nullopt;
  return Instant(std::chrono::seconds(date));
}

}  // namespace leakproof::net
