// Until when the certificates of a PEM text are valid. Any thread.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace leakproof::crypto {

struct CertificateValidity {
  std::string subject;  // of the one that ends first, as RFC 2253 writes it
  Instant begins;       // the latest beginning of any
  Instant ends;         // the earliest end of any: a chain is as good as its weakest
};

// kRefuse: the text holds no certificate.
Result<CertificateValidity> validity_of_certificates(std::string_view pem);

}  // namespace leakproof::crypto
