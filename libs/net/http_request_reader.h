// Turns the bytes of one connection into requests, one after the other, without touching a socket: the strict framing
// of http_head.h, then the body by Content-Length or in chunks, within its limits. One thread at a time. Life: head ->
// body -> ready -> (take) head …, or fault for good.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "net/http_head.h"
#include "net/limits.h"

namespace leakproof::net {

// What a path accepts of a body.
struct BodyRule {
  std::size_t bytes_max = kBodyBytesMax;  // after inflation too
  bool compressed = false;                // Content-Encoding gzip or deflate is inflated; else 415
  std::size_t multipart_bytes_max = 0;    // of multipart, where it is more
};
using BodyRuleOf = std::function<BodyRule(const std::string& path)>;

class HttpRequestReader {
 public:
  enum class State {
    kHead,   // needs bytes for the head
    kBody,   // needs bytes for the body
    kReady,  // take() gives a whole request
    kFault,  // fault() says what to answer; the connection's bytes mean nothing any more
  };

  explicit HttpRequestReader(BodyRuleOf body_rule) : body_rule_(std::move(body_rule)) {}
  void receive(std::string_view bytes) { buffer_.append(bytes); }
  // Goes as far as the received bytes reach.
  State advance();
  // The request, once; what was received behind it stays for the next.
  HttpRequest take();

  const HttpFault& fault() const { return fault_; }
  const std::string& path() const { return head_.request.path; }  // in kBody and kReady
  bool started() const { return !buffer_.empty(); }               // in kHead: some of the next request is here
  bool keep_alive() const { return head_.keep_alive; }            // of the request taken last
  // In kBody: the client waits for "100 Continue" before it sends the body.
  bool awaits_continue() const { return head_.expects_continue && buffer_.empty() && head_.request.body.empty(); }

 private:
  enum class Chunk { kSize, kData, kDataEnd, kTrailer };

  State fail(HttpFault fault);
  State read_head();
  State begin_body();
  State read_sized_body();
  State read_chunked_body();
  bool read_chunk_size();
  bool read_chunk_data();
  bool read_chunk_end();
  bool read_trailer();
  bool reject(int status, std::string detail);
  State finish_body();

  BodyRuleOf body_rule_;
  std::string buffer_;
  State state_ = State::kHead;
  HttpFault fault_;
  std::size_t scanned_ = 0;  // bytes of buffer_ known to be free of control characters
  bool skipped_empty_line_ = false;
  bool line_checked_ = false;
  HttpHead head_;
  BodyRule rule_;
  Chunk chunk_ = Chunk::kSize;
  std::size_t chunk_left_ = 0;
  std::size_t trailer_bytes_ = 0;
};

}  // namespace leakproof::net
