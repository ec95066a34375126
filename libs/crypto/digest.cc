#include "crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.h"

namespace leakproof::crypto {

struct Sha256::Context {
  Context() { restart(); }
  ~Context() { EVP_MD_CTX_free(handle); }
  void restart() { LEAKPROOF_CHECK(EVP_DigestInit_ex(handle, EVP_sha256(), nullptr) == 1); }
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
  LEAKPROOF_CHECK(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) == 1);
  return *this;
}

Digest Sha256::finish() {
  Digest digest;
  LEAKPROOF_CHECK(EVP_DigestFinal_ex(context_->handle, digest.data(), nullptr) == 1);
  context_->restart();
  return digest;
}

Digest sha256(std::string_view bytes) {
  Digest digest;
  LEAKPROOF_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest digest;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  // A null key would mean "the key of the last call" to OpenSSL, and an empty view may have a null pointer.
  const void* key_data = key.empty() ? "" : key.data();
  LEAKPROOF_CHECK(HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), data, bytes.size(), digest.data(),
                       nullptr) != nullptr);
  return digest;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace leakproof::crypto
