// A command on its way: appended to an input topic, acknowledged once it is durable, and answered by facts of a stage
// that carry its id.
//   Command command(ports, "router", id, answers_it);   // listens first, so that no answer is missed
//   command.append(stream::topics::kSalesActivities, workspace, bytes);
//   if (auto status = command.accepted(deadline); !status.ok()) return status;
//   auto fact = command.reply(deadline);
// One thread; append() and the waits in this order.
#pragma once
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "api/deadline.h"
#include "api/ports.h"

namespace leakproof::api {

class Command {
 public:
  explicit Command(ApiPorts& ports) : ports_(ports) {}  // nobody waits for an answer
  Command(ApiPorts& ports, const std::string& stage, const std::string& id, stream::CommandReplies::Match match)
      : ports_(ports), pending_reply_(ports.replies.expect(stage, id, std::move(match))) {}

  void append(const std::string& topic, const std::string& workspace, std::string value);
  // OK when the command is durable. UNAVAILABLE: it may or may not be there; the same request_id may be sent again.
  grpc::Status accepted(const Deadline& deadline);
  // The fact that answers; nothing when time is up or the caller has gone.
  std::optional<lead::v1::Event> reply(const Deadline& deadline);

 private:
  ApiPorts& ports_;
  std::unique_ptr<stream::CommandReplies::PendingReply> pending_reply_;
  std::future<Result<stream::Offset>> acknowledged_;
};

// The traceparent for what this call causes: a span in the caller's trace, or the first of one that `id` names.
std::string trace_of(const grpc::ServerContext& context, const std::string& id);

}  // namespace leakproof::api
