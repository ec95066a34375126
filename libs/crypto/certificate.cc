#include "crypto/certificate.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <optional>

namespace leakproof::crypto {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* handle) const {
    release(handle);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;

Instant instant_of(const ASN1_TIME* time) {
  std::tm calendar{};
  if (ASN1_TIME_to_tm(time, &calendar) != 1) return Instant();
  return Instant(std::chrono::seconds(timegm(&calendar)));
}

std::string subject_of(const X509& certificate) {
  const Bio text(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(text.get(), X509_get_subject_name(&certificate), 0, XN_FLAG_RFC2253);
  char* begin = nullptr;
  const long size = BIO_get_mem_data(text.get(), &begin);
  return {begin, static_cast<std::size_t>(size)};
}

}  // namespace

Result<CertificateValidity> validity_of_certificates(std::string_view pem) {
  const Bio input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::optional<CertificateValidity> whole;
  while (const Certificate one{PEM_read_bio_X509(input.get(), nullptr, nullptr, nullptr)}) {
    const Instant begins = instant_of(X509_get0_notBefore(one.get())), ends = instant_of(X509_get0_notAfter(one.get()));
    if (!whole || ends < whole->ends) {
      whole = {subject_of(*one), whole ? whole->begins : begins, ends};
    }
    whole->begins = std::max(whole->begins, begins);
  }
  if (!whole) return refuse("it holds no certificate in PEM");
  return *std::move(whole);
}

}  // namespace leakproof::crypto
