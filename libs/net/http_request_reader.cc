// Tested by: libs/net/http_server_test.cc
#include "net/http_request_reader.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/parse_number.h"
#include "net/content_coding.h"

namespace leakproof::net {
namespace {

// CR only before LF and LF only behind CR; no other control character but a tab. Starts at `from`; a CR at the very end
// may still be fine.
bool has_stray_control(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    const unsigned char c = text[i];
    if (c == '\n' && (i == 0 || text[i - 1] != '\r')) return true;
    if (c == '\r' && i + 1 < text.size() && text[i + 1] != '\n') return true;
    if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) return true;
  }
  return false;
}

}  // namespace

HttpRequestReader::State HttpRequestReader::fail(HttpFault fault) {
  fault_ = std::move(fault);
  return state_ = State::kFault;
}

HttpRequestReader::State HttpRequestReader::advance() {
  if (state_ == State::kHead) read_head();
  if (state_ == State::kBody) head_.chunked ? read_chunked_body() : read_sized_body();
  return state_;
}

HttpRequest HttpRequestReader::take() {
  LEAKPROOF_CHECK(state_ == State::kReady);
  state_ = State::kHead;
  scanned_ = 0;
  skipped_empty_line_ = line_checked_ = false;
  return std::exchange(head_.request, {});
}

HttpRequestReader::State HttpRequestReader::read_head() {
  // A client may send one empty line too many behind a body (RFC 9112 2.2).
  if (!skipped_empty_line_ && buffer_.starts_with("\r\n")) {
    buffer_.erase(0, 2);
    skipped_empty_line_ = true;
  }
  if (buffer_.starts_with("\r\n")) return fail({400, "empty lines in front of the request"});
  const std::size_t end = buffer_.find("\r\n\r\n", scanned_ < 3 ? 0 : scanned_ - 3);
  const std::string_view head = std::string_view(buffer_).substr(0, end == buffer_.npos ? end : end + 2);
  if (has_stray_control(head, std::min(scanned_, head.size()))) return fail({400, "a control character in the head"});
  const std::size_t line = head.find("\r\n");
  if (line == head.npos && head.size() > kTargetBytesMax + 32) return fail({414, "the request target is too long"});
  if (line != head.npos && !std::exchange(line_checked_, true)) {
    if (auto fault = check_request_line(head.substr(0, line))) return fail(*std::move(fault));
  }
  if (head.size() > kHeadBytesMax) return fail({431, "the headers are too large"});
  if (end == buffer_.npos) {
    scanned_ = head.ends_with('\r') ? head.size() - 1 : head.size();
    return state_;
  }
  auto parsed = parse_http_head(head);
  if (auto* fault = std::get_if<HttpFault>(&parsed)) return fail(std::move(*fault));
  head_ = std::get<HttpHead>(std::move(parsed));
  buffer_.erase(0, end + 4);
  return begin_body();
}

HttpRequestReader::State HttpRequestReader::begin_body() {
  rule_ = body_rule_(head_.request.path);
  const std::string& coding = head_.content_encoding;
  if (!coding.empty() && !(rule_.compressed && is_known_coding(coding)))
    return fail({415, "the Content-Encoding is not accepted here"});
  if (head_.request.media_type().starts_with("multipart/"))
    rule_.bytes_max = std::max(rule_.bytes_max, rule_.multipart_bytes_max);
  if (head_.content_length > rule_.bytes_max) return fail({413, "the body is too large"});
  chunk_ = Chunk::kSize;
  trailer_bytes_ = 0;
  return state_ = State::kBody;
}

HttpRequestReader::State HttpRequestReader::read_sized_body() {
  std::string& body = head_.request.body;
  const std::size_t size = std::min(head_.content_length - body.size(), buffer_.size());
  body.append(buffer_, 0, size);
  buffer_.erase(0, size);
  return body.size() == head_.content_length ? finish_body() : state_;
}

HttpRequestReader::State HttpRequestReader::read_chunked_body() {
  bool more = true;
  while (more && state_ == State::kBody) {
    switch (chunk_) {
      case Chunk::kSize:
        more = read_chunk_size();
        break;
      case Chunk::kData:
        more = read_chunk_data();
        break;
      case Chunk::kDataEnd:
        more = read_chunk_end();
        break;
      case Chunk::kTrailer:
        more = read_trailer();
        break;
    }
  }
  return state_;
}

bool HttpRequestReader::reject(int status, std::string detail) {
  fail({status, std::move(detail)});
  return false;
}

bool HttpRequestReader::read_chunk_size() {
  const std::size_t end = buffer_.find("\r\n");
  if (std::min(end, buffer_.size()) > kChunkLineBytesMax) return reject(400, "a chunk's first line is too long");
  if (end == buffer_.npos) return false;
  const std::string_view line = std::string_view(buffer_).substr(0, end);
  const std::size_t digits = std::min(line.find(';'), line.size());
  const auto size = digits > 8 ? std::nullopt : parse_number<std::size_t>(line.substr(0, digits), 16);
  if (!size) return reject(400, "a chunk's size is malformed");
  if (has_stray_control(line, 0) || line.find_first_of("\r\n") != line.npos)
    return reject(400, "a chunk's extension is malformed");
  if (*size > rule_.bytes_max - head_.request.body.size()) return reject(413, "the body is too large");
  chunk_left_ = *size;
  buffer_.erase(0, end + 2);
  chunk_ = chunk_left_ == 0 ? Chunk::kTrailer : Chunk::kData;
  return true;
}

bool HttpRequestReader::read_chunk_data() {
  const std::size_t size = std::min(chunk_left_, buffer_.size());
  head_.request.body.append(buffer_, 0, size);
  buffer_.erase(0, size);
  chunk_left_ -= size;
  if (chunk_left_ == 0) chunk_ = Chunk::kDataEnd;
  return chunk_left_ == 0;
}

bool HttpRequestReader::read_chunk_end() {
  if (buffer_.size() < 2) return false;
  if (!buffer_.starts_with("\r\n")) return reject(400, "a chunk is longer than its size");
  buffer_.erase(0, 2);
  chunk_ = Chunk::kSize;
  return true;
}

// Trailers are checked and dropped: a field that decides something belongs in the head.
bool HttpRequestReader::read_trailer() {
  const std::size_t end = buffer_.find("\r\n");
  if (trailer_bytes_ + std::min(end, buffer_.size()) > kTrailerBytesMax) return reject(431, "the trailer is too large");
  if (end == buffer_.npos) return false;
  const bool last = end == 0;
  if (!last) {
    auto header = parse_header_line(std::string_view(buffer_).substr(0, end));
    if (auto* fault = std::get_if<HttpFault>(&header)) return reject(fault->status, fault->detail);
  }
  trailer_bytes_ += end + 2;
  buffer_.erase(0, end + 2);
  if (last) finish_body();
  return !last;
}

HttpRequestReader::State HttpRequestReader::finish_body() {
  if (!head_.content_encoding.empty()) {
    auto plain = inflate(head_.content_encoding, head_.request.body, rule_.bytes_max);
    if (auto* fault = std::get_if<HttpFault>(&plain)) return fail(std::move(*fault));
    head_.request.body = std::get<std::string>(std::move(plain));
  }
  return state_ = State::kReady;
}

}  // namespace leakproof::net
