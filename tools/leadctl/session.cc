#include "leadctl/session.h"

#include <filesystem>
#include <iostream>
#include <iterator>

#include "base/read_file.h"
#include "base/system_clock.h"
#include "base/time_text.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "leadctl/connection.h"
#include "leadctl/json_text.h"

namespace leakproof::leadctl {
namespace {

// Every call may be repeated: a command carries its request id. A takeover of a partition takes a moment.
constexpr const char* kRetries =
    R"({"methodConfig": [{"name": [{}], "retryPolicy": {"maxAttempts": 5, "initialBackoff": "0.2s",
  "maxBackoff": "2s", "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]})";

}  // namespace

std::shared_ptr<grpc::Channel> Session::channel() {
  if (channel_ == nullptr) {
    grpc::ChannelArguments arguments;
    arguments.SetUserAgentPrefix("leadctl");
    arguments.SetServiceConfigJSON(kRetries);
    channel_ = grpc::CreateCustomChannel(server, credentials_, arguments);
  }
  return channel_;
}

// Where `leadctl config secrets` has put the token of a server on this machine; empty when there is none.
std::string Session::own_token_file() const {
  const bool local = server.starts_with("127.0.0.1:") || server.starts_with("localhost:");
  const bool plain = !workspace.empty() && workspace.find('/') == workspace.npos && workspace.front() != '.';
  const auto file = std::filesystem::path(kSecretsFolder) / workspace / "api_token";
  std::error_code error;
  return local && plain && std::filesystem::exists(file, error) ? file.string() : "";
}

bool Session::read_credentials() {
  const auto read = [this](const std::string& path) {
    return path.empty() ? std::string() : read_input(*this, path).value_or("");
  };
  token_ = read(token_file.empty() ? own_token_file() : token_file);
  token_.erase(token_.find_last_not_of("\r\n") + 1);
  const grpc::SslCredentialsOptions files{read(tls.ca), read(tls.key), read(tls.certificate)};
  if (!tls.ca.empty()) credentials_ = grpc::SslCredentials(files);
  return exit_code == ExitCode::kOk;
}

void Session::authorize(grpc::ClientContext& context) const {
  if (!token_.empty()) context.AddMetadata("authorization", "Bearer " + token_);
}

std::unique_ptr<grpc::ClientContext> Session::context() const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::milliseconds(static_cast<std::int64_t>(timeout_seconds * 1000)));
  authorize(*context);
  return context;
}

bool Session::call(const std::function<grpc::Status(grpc::ClientContext*)>& method) {
  const auto with_deadline = context();
  const auto status = method(with_deadline.get());
  if (!status.ok()) report(status);
  return status.ok();
}

void Session::report(const grpc::Status& status) {
  const bool closed = status.error_code() == grpc::StatusCode::UNAUTHENTICATED;
  const bool down = status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                    status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
  const bool answered = !status.error_details().empty();  // by our server, which says itself what is so
  const bool connected = channel_ && channel_->GetState(false) == GRPC_CHANNEL_READY;
  std::string more;
  if (down && !answered)
    more = "\n  " + (connected ? server + " has not answered in time: see --timeout, or run leadctl doctor"
                               : connection_advice(*this, status.error_message()));
  if (closed) more = "\n  name the file that holds it: --token-file or LEAKPROOF_TOKEN_FILE";
  fail(exit_code_of(status.error_code()), describe(status) + more);
}

void Session::fail(ExitCode code, const std::string& message) {
  err << "leadctl: " << message << '\n';
  exit_code = code;
}

void Session::print(const google::protobuf::Message& message, const Table& table) {
  if (json) return print_json(message);
  table.print(out);
}

void Session::print_json(const google::protobuf::Message& message) { out << json_text(message) << '\n'; }

ExitCode exit_code_of(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return ExitCode::kOk;
    case grpc::StatusCode::NOT_FOUND:
      return ExitCode::kNegative;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return ExitCode::kUnavailable;
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::DATA_LOSS:
    case grpc::StatusCode::UNIMPLEMENTED:
      return ExitCode::kInternal;
    default:
      return ExitCode::kRefused;
  }
}

std::string describe(const grpc::Status& status) {
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED)
    return "this process does not serve the call: name the gRPC port of leakproof-ingest (or leakproof-standalone) "
           "with "
           "--server; else the server is of an earlier version";
  std::string text = printable(status.error_message().empty() ? "the server gave no reason" : status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return text;
  for (const auto& any : details.details()) {
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations())
        text += "\n  " + printable(violation.field()) + ": " + printable(violation.description());
    } else if (any.UnpackTo(&retry)) {
      text += "\n  try again in " +
              std::to_string(retry.retry_delay().seconds() + (retry.retry_delay().nanos() > 0 ? 1 : 0)) + " s";
    }
  }
  return text;
}

std::string fresh_request_id(const Session& session, const std::string& what) {
  return "leadctl-" + std::to_string(to_micros(SystemClock().now())) + "-" + std::to_string(session.chance()) + "-" +
         what;
}

std::optional<Instant> read_time(Session& session, const std::string& text) {
  if (const auto instant = parse_instant(text)) return *instant;
  session.fail(ExitCode::kUsage, "'" + printable(text) + "' is no time such as 2026-02-17T08:00:00Z");
  return std::nullopt;
}

std::optional<std::string> read_input(Session& session, const std::string& path) {
  if (path == "-") return std::string{std::istreambuf_iterator<char>(std::cin), {}};
  auto text = read_file(path);
  if (text.ok()) return *std::move(text);
  session.fail(ExitCode::kInput, text.error().message());
  return std::nullopt;
}

}  // namespace leakproof::leadctl
