#include "stream/append_sender.h"

#include "leakproof/lead/v1/activity.pb.h"
#include "stream/topics.h"

namespace leakproof::stream {

AttemptResult attempt_of(const Result<Offset>& appended) {
  if (appended.ok()) return {AttemptResult::State::kDelivered, "", {}};
  const bool refused = appended.error().disposition() == Disposition::kRefuse;
  return {refused ? AttemptResult::State::kFailed : AttemptResult::State::kTryAgain, appended.error().message(), {}};
}

void AppendSender::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  lead::v1::Activity activity;
  if (!activity.ParseFromString(entry.payload()) || activity.workspace_id().empty()) {
    return done({AttemptResult::State::kFailed, "the payload is no activity", {}});
  }
  const TopicPartition to{topics::kSalesActivities, partition_of(activity.workspace_id(), log_.partitions())};
  log_.inputs().append(to, {activity.workspace_id(), entry.payload(), {}},
                       [done = std::move(done)](Result<Offset> appended) { done(attempt_of(appended)); });
}

}  // namespace leakproof::stream
