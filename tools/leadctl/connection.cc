#include "leadctl/connection.h"

#include <algorithm>

#include "base/parse_number.h"
#include "base/read_file.h"
#include "base/system_clock.h"
#include "base/time_text.h"
#include "crypto/certificate.h"
#include "net/tcp_probe.h"

namespace leakproof::leadctl {
namespace {

bool speaks_of_tls(std::string message) {
  std::ranges::transform(message, message.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  return message.find("ssl") != message.npos || message.find("handshake") != message.npos ||
         message.find("certificate") != message.npos;
}

// What is wrong with our own certificate now, if anything is.
std::optional<std::string> fault_of(const std::string& certificate, Instant now) {
  if (certificate.empty()) return std::nullopt;
  const auto validity = crypto::validity_of_certificates(certificate);
  if (!validity.ok()) return "the file of --tls-cert holds no certificate";
  if (now >= validity->ends) return "your certificate has ended at " + format_instant(validity->ends);
  if (now < validity->begins) return "your certificate is not valid before " + format_instant(validity->begins);
  return std::nullopt;
}

}  // namespace

std::string server_fault(const std::string& server) {
  if (server.starts_with("unix:")) return "";
  const auto colon = server.rfind(':');
  const auto port = colon == server.npos ? std::nullopt : parse_number<std::uint16_t>(server.substr(colon + 1));
  const bool good = colon != 0 && port && *port > 0;
  return good ? "" : "'" + printable(server) + "' is no server: name it as host:port, such as 127.0.0.1:7070";
}

std::string advice_on(const ConnectionFailure& failure, Instant now) {
  if (!failure.listens)
    return "nothing answers at " + failure.server +
           ": start it (./dev run), or name it with --server or LEAKPROOF_SERVER";
  const std::string there = "something listens at " + failure.server;
  if (!failure.with_tls)
    return there +
           " and does not answer in plain gRPC: it may be stopped or overloaded, which its log says; if it wants TLS, "
           "name the files with --tls-ca, --tls-cert and --tls-key";
  if (const auto fault = fault_of(failure.certificate, now)) return there + ", but TLS fails: " + *fault;
  if (speaks_of_tls(failure.message))
    return there + ", but TLS fails: has its certificate ended, has --tls-ca signed it, and is it for this name? " +
           failure.message;
  return there + ", but TLS fails: it may not know your certificate, or speak plain gRPC; its log says more";
}

std::string connection_advice(const Session& session, const std::string& message) {
  const auto certificate = read_file(session.tls.certificate);
  return advice_on({session.server, printable(message), net::listens_at(session.server), !session.tls.ca.empty(),
                    certificate.ok() ? *certificate : ""},
                   SystemClock().now());
}

}  // namespace leakproof::leadctl
