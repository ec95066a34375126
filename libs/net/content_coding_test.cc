#include "net/content_coding.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace leakproof::net {
namespace {

std::string deflated(const std::string& plain, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 9, Z_DEFAULT_STRATEGY);
  std::string packed(plain.size() + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}
std::string gzipped(const std::string& plain) { return deflated(plain, MAX_WBITS + 16); }

int status_of(const std::variant<std::string, HttpFault>& outcome) {
  const auto* fault = std::get_if<HttpFault>(&outcome);
  return fault ? fault->status : 200;
}

TEST(ContentCoding, InflatesBothFormats) {
  const std::string text = R"({"name":"An","phone":"+84 90 123 45 67"})";
  EXPECT_EQ(std::get<0>(inflate("gzip", gzipped(text), 1000)), text);
  EXPECT_EQ(std::get<0>(inflate("deflate", deflated(text, MAX_WBITS), 1000)), text);
}

TEST(ContentCoding, ABombStaysSmall) {
  EXPECT_EQ(status_of(inflate("gzip", gzipped(std::string(10 << 20, 'a')), 256 * 1024)), 413);
  EXPECT_EQ(status_of(inflate("gzip", gzipped(std::string(100'000, 'a')), 1 << 20)), 413);  // by its ratio
  std::mt19937 letters(1);
  std::string dense(1000, '\0');
  for (char& c : dense) c = static_cast<char>(letters());
  EXPECT_EQ(status_of(inflate("gzip", gzipped(dense), 1000)), 200);
  EXPECT_EQ(status_of(inflate("gzip", gzipped(dense), 999)), 413);
}

TEST(ContentCoding, RefusesABrokenStream) {
  const std::string packed = gzipped("some text");
  EXPECT_EQ(status_of(inflate("gzip", "", 1000)), 400);
  EXPECT_EQ(status_of(inflate("gzip", "no gzip at all", 1000)), 400);
  EXPECT_EQ(status_of(inflate("gzip", packed.substr(0, packed.size() - 1), 1000)), 400);
  EXPECT_EQ(status_of(inflate("gzip", packed + "x", 1000)), 400);
}

}  // namespace
}  // namespace leakproof::net
