// One run of leadctl: where the server is, how to print, and how it ended. Commands get it by reference and hold
// nothing of their own. Data goes to `out`, messages to `err`. One thread, but call() may be used from several.
#pragma once
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "leadctl/exit_code.h"
#include "leadctl/table.h"

namespace leakproof::leadctl {

inline constexpr const char* kSecretsFolder = "data/secrets";  // where a server that runs in this folder reads them

class Session {
 public:
  // `unpredictable` gives 32 fresh bits a call, fit for secrets.
  Session(std::ostream& data, std::ostream& messages, std::function<std::uint32_t()> unpredictable)
      : out(data), err(messages), chance(std::move(unpredictable)) {}

  std::string server = "127.0.0.1:7070";
  std::string workspace = "demo";
  bool json = false;
  double timeout_seconds = 10;
  std::string token_file;  // of the workspace's token; empty: that of a server on this machine, else none is sent
  struct Tls {             // PEM files; without `ca` the connection is plain
    std::string ca, certificate, key;
  };
  Tls tls;
  std::ostream& out;
  std::ostream& err;
  const std::function<std::uint32_t()> chance;

  template <class Service>
  std::unique_ptr<typename Service::Stub> stub() {
    return Service::NewStub(channel());
  }
  std::shared_ptr<grpc::Channel> channel();
  // Reads the files of --token-file and --tls-*. False when one cannot be read; then the session is told.
  bool read_credentials();
  // Adds the token to a call.
  void authorize(grpc::ClientContext& context) const;
  // A context with the deadline of --timeout, authorized.
  std::unique_ptr<grpc::ClientContext> context() const;
  // Makes one call. False when it failed: then the reason is printed and the exit code set.
  bool call(const std::function<grpc::Status(grpc::ClientContext*)>& method);
  void report(const grpc::Status& status);
  void fail(ExitCode code, const std::string& message);
  // The message as JSON, or the table, as --output says.
  void print(const google::protobuf::Message& message, const Table& table);
  void print_json(const google::protobuf::Message& message);

  ExitCode exit_code = ExitCode::kOk;

 private:
  std::string own_token_file() const;

  std::shared_ptr<grpc::Channel> channel_;
  std::shared_ptr<grpc::ChannelCredentials> credentials_ = grpc::InsecureChannelCredentials();
  std::string token_;
};

// The exit code that a failed call ends in.
ExitCode exit_code_of(grpc::StatusCode code);
// "message", then "  field: description" for each violation and when to try again, out of google.rpc details.
std::string describe(const grpc::Status& status);
// Unique to this run and call: for commands that are to happen once. `what` keeps several of one run apart.
std::string fresh_request_id(const Session& session, const std::string& what);
// A time in RFC 3339. Nothing when it is none; then the session is told.
std::optional<Instant> read_time(Session& session, const std::string& text);
// A file, or standard input for "-". Nothing when it cannot be read; then the session is told.
std::optional<std::string> read_input(Session& session, const std::string& path);

}  // namespace leakproof::leadctl
