#include "stream/append_sender.h"

#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "stream/topics.h"

namespace leakproof::stream {
namespace {

using Done = std::function<void(AttemptResult)>;

template <class Input>
void append(Log& log, const char* topic, const std::string& payload, Done done) {
  Input input;
  if (!input.ParseFromString(payload) || input.workspace_id().empty())
    return done({AttemptResult::State::kFailed, std::string("the payload is nothing for ") + topic, {}});
  const TopicPartition to{topic, partition_of(input.workspace_id(), log.partitions())};
  log.inputs().append(to, {input.workspace_id(), payload, {}},
                      [done = std::move(done)](Result<Offset> appended) { done(attempt_of(appended)); });
}

}  // namespace

AttemptResult attempt_of(const Result<Offset>& appended) {
  if (appended.ok()) return {AttemptResult::State::kDelivered, "", {}};
  const bool refused = appended.error().disposition() == Disposition::kRefuse;
  return {refused ? AttemptResult::State::kFailed : AttemptResult::State::kTryAgain, appended.error().message(), {}};
}

void AppendSender::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  append<lead::v1::Activity>(log_, topics::kSalesActivities, entry.payload(), std::move(done));
}

void ConfigAppendSender::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  append<lead::v1::ConfigCommand>(log_, topics::kWorkspaceConfig, entry.payload(), std::move(done));
}

}  // namespace leakproof::stream
