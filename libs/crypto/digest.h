// SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104) through OpenSSL, and the one comparison that is fit for secrets.
// Free functions: any thread. Sha256: one thread at a time.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/encoding.h"

namespace leakproof::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);
// The digest's 32 bytes; lives as long as `digest`.
inline std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

inline std::string hex(const Digest& digest) { return leakproof::hex(bytes_of(digest)); }

// Takes the same time wherever the two differ. Different lengths are unequal at once: a length is no secret here.
bool constant_time_equal(std::string_view a, std::string_view b);

// SHA-256 of bytes that come in parts.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256& update(std::string_view bytes);
  // Ends the digest and starts the next one.
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace leakproof::crypto
