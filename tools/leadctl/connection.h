// Why a server is not reached, in words that say what to do: nothing listens, TLS fails, or one side alone speaks TLS.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"
#include "leadctl/session.h"

namespace leakproof::leadctl {

// What is wrong with "host:port" or "unix:path" of --server; empty when nothing is. gRPC itself takes a port of more
// than 65535 and calls another one. Pure.
std::string server_fault(const std::string& server);

// What is known of a connection that failed.
struct ConnectionFailure {
  std::string server;       // host:port
  std::string message;      // as gRPC says it
  bool listens = false;     // something takes TCP connections there
  bool with_tls = false;    // we spoke TLS
  std::string certificate;  // ours, as PEM; empty without one
};

// Ends in what to do. Pure.
std::string advice_on(const ConnectionFailure& failure, Instant now);
// The same for the server of a session, which it looks at; `message` is gRPC's.
std::string connection_advice(const Session& session, const std::string& message);

}  // namespace leakproof::leadctl
