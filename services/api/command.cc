// Tested by: services/api/lead_service_test.cc
#include "api/command.h"

#include "api/faults.h"
#include "observe/trace.h"

namespace leakproof::api {

void Command::append(const std::string& topic, const std::string& workspace, std::string value) {
  auto acknowledged = std::make_shared<std::promise<Result<stream::Offset>>>();
  acknowledged_ = acknowledged->get_future();
  ports_.log.inputs().append(
      {topic, stream::partition_of(workspace, ports_.log.partitions())}, {workspace, std::move(value), {}},
      [acknowledged](Result<stream::Offset> result) { acknowledged->set_value(std::move(result)); });
}

grpc::Status Command::accepted(const Deadline& deadline) {
  const bool told =
      deadline.poll_until([&](Duration slice) { return acknowledged_.wait_for(slice) == std::future_status::ready; });
  if (!told && deadline.is_cancelled()) return cancelled();
  if (!told)
    return too_late("not acknowledged in time: it may or may not be accepted; send it again with the same request_id");
  const auto result = acknowledged_.get();
  return result.ok() ? grpc::Status::OK : failed(result.error());
}

std::optional<lead::v1::Event> Command::reply(const Deadline& deadline) {
  std::optional<lead::v1::Event> fact;
  if (pending_reply_)
    deadline.poll_until([&](Duration slice) { return (fact = pending_reply_->wait(slice)).has_value(); });
  return fact;
}

std::string trace_of(const grpc::ServerContext& context, const std::string& id) {
  const auto& metadata = context.client_metadata();
  if (auto found = metadata.find("traceparent"); found != metadata.end()) {
    if (auto parent = observe::parse_traceparent({found->second.data(), found->second.size()}))
      return observe::format_traceparent(observe::child_span(*parent, id));
  }
  return observe::format_traceparent(observe::root_trace(id));
}

}  // namespace leakproof::api
