#include "net/content_coding.h"

#include <zlib.h>

#include <algorithm>

#include "base/check.h"
#include "net/limits.h"

namespace leakproof::net {
namespace {

struct Inflater {
  explicit Inflater(int window_bits) { LEAKPROOF_CHECK(inflateInit2(&stream, window_bits) == Z_OK); }
  ~Inflater() { inflateEnd(&stream); }
  z_stream stream{};
};

}  // namespace

bool is_known_coding(std::string_view coding) { return coding == "gzip" || coding == "x-gzip" || coding == "deflate"; }

std::variant<std::string, HttpFault> inflate(std::string_view coding, std::string_view body, std::size_t bytes_max) {
  // HTTP's deflate is the zlib format; 16 asks zlib for gzip's.
  Inflater inflater(coding == "deflate" ? MAX_WBITS : MAX_WBITS + 16);
  z_stream& stream = inflater.stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  const std::size_t cap = std::min(bytes_max, body.size() * kInflateRatioMax);
  std::string plain(cap + 1, '\0');  // one more shows that there is more
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  const int outcome = ::inflate(&stream, Z_FINISH);
  if (stream.total_out > cap) return HttpFault{413, "the body inflates to too much"};
  if (outcome != Z_STREAM_END || stream.avail_in != 0) return HttpFault{400, "the compressed body is broken"};
  plain.resize(stream.total_out);
  return plain;
}

}  // namespace leakproof::net
