#include "api/event_service.h"

#include <map>

#include "api/event_position.h"
#include "api/faults.h"
#include "api/limits.h"
#include "base/signal.h"
#include "stream/journal_reader.h"
#include "stream/projection.h"
#include "stream/topics.h"

namespace leakproof::api {
namespace {

// The stages whose journals hold what a topic publishes.
const std::map<std::string, std::vector<std::string>> kStagesOfTopic = {
    {stream::topics::kLeadEvents, {"ingest"}},
    {stream::topics::kLeadScores, {"scoring"}},
    {stream::topics::kRoutingDecisions, {"router"}},
    {stream::topics::kNurtureTouches, {"nurture"}},
    {stream::topics::kDeadLetters, {"ingest", "scoring", "router", "nurture"}},
};

// One subscription on its way through the journals of its topic.
class Subscription {
 public:
  Subscription(stream::Log& log, const v1::SubscribeRequest& request, std::vector<Taken> taken)
      : log_(log), request_(request), taken_(std::move(taken)) {}

  // OUT_OF_RANGE when retention has passed the position: nothing is ever skipped in silence.
  grpc::Status open() {
    const auto partition = stream::partition_of(request_.workspace_id(), log_.partitions());
    for (const auto& stage : kStagesOfTopic.at(request_.topic())) {
      if (auto status = open(stage, {stream::topics::journal_of(stage), partition}, taken_[journals_.size()]);
          !status.ok())
        return status;
    }
    return grpc::Status::OK;
  }

  // Sends what there is; false when there was nothing.
  Result<bool> step(grpc::ServerWriter<v1::SubscribeResponse>& writer) {
    bool progressed = false;
    for (std::size_t i = 0; i < journals_.size(); ++i) {
      items_.clear();
      const auto before = journals_[i].reader->position();
      LEAKPROOF_TRY(journals_[i].reader->read(kSubscribeBatch, items_));
      progressed = progressed || journals_[i].reader->position() > before;
      for (const auto& item : items_) {
        if (item.admission == stream::Admission::kCounts) send(i, item, writer);
      }
    }
    return progressed;
  }

  bool at_end() const {
    for (const auto& journal : journals_) {
      if (journal.reader->position() < journal.end) return false;
    }
    return true;
  }
  void wait() { wake_.wait_for(kCancelCheck); }

 private:
  struct Journal {
    std::string stage;
    stream::Position end;  // when it was opened
    std::unique_ptr<stream::JournalReader> reader;
  };

  grpc::Status open(const std::string& stage, const stream::TopicPartition& of, const Taken& taken) {
    const auto begin = log_.begin(of), end = log_.end(of);
    if (!begin.ok() || !end.ok()) return failed(begin.ok() ? end.error() : begin.error());
    if (taken.offset >= 0 && taken.offset + 1 < begin->value()) {
      return refusal(
          grpc::StatusCode::OUT_OF_RANGE, "POSITION_NOT_KEPT",
          "the log no longer holds what follows this position: begin with an empty one and take up what is there");
    }
    auto reader =
        stream::JournalReader::join(log_, of, stream::Position(std::max<std::int64_t>(0, taken.offset)), wake_);
    if (!reader.ok()) return failed(reader.error());
    journals_.push_back({stage, *end, *std::move(reader)});
    return grpc::Status::OK;
  }

  void send(std::size_t i, const stream::JournalItem& item, grpc::ServerWriter<v1::SubscribeResponse>& writer) {
    Taken place{item.offset.value(), -1};
    for (auto& record : stream::project(journals_[i].stage, item.record->effect())) {
      ++place.index;
      if (record.topic != request_.topic() || record.key != request_.workspace_id() || place <= taken_[i]) continue;
      taken_[i] = place;
      v1::SubscribeResponse response;
      response.set_position(format_position(taken_, request_.topic()));
      response.set_event_id(record.event_id);
      response.set_value(std::move(record.value));
      response.set_at_micros(to_micros(record.at));
      writer.Write(response);  // to a caller who has gone it does nothing
    }
  }

  stream::Log& log_;
  const v1::SubscribeRequest& request_;
  std::vector<Taken> taken_;
  Signal wake_;  // outlives the readers
  std::vector<Journal> journals_;
  std::vector<stream::JournalItem> items_;
};

}  // namespace

grpc::Status EventService::Subscribe(grpc::ServerContext* context, const v1::SubscribeRequest* request,
                                     grpc::ServerWriter<v1::SubscribeResponse>* writer) {
  const auto stages = kStagesOfTopic.find(request->topic());
  const auto taken =
      parse_position(request->position(), request->topic(), stages == kStagesOfTopic.end() ? 0 : stages->second.size());
  Checks checks(ports_, *context, *request);
  checks.that(stages != kStagesOfTopic.end(), "topic",
              "must be lead.events, lead.scores, routing.decisions, nurture.touches or dead.letters");
  checks.that(stages == kStagesOfTopic.end() || taken, "position",
              "must be the position of a record of the same topic, or empty");
  if (!checks.ok()) return std::move(checks).status();

  Subscription subscription(ports_.log, *request, *taken);
  if (auto status = subscription.open(); !status.ok()) return status;
  while (!context->IsCancelled()) {
    const auto progressed = subscription.step(*writer);
    if (!progressed.ok()) return failed(progressed.error());
    if (request->until_now() && subscription.at_end()) return grpc::Status::OK;
    if (!*progressed) subscription.wait();
  }
  return cancelled();
}

}  // namespace leakproof::api
