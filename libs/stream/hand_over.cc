#include "stream/hand_over.h"

#include <algorithm>

#include "base/check.h"
#include "base/parse_number.h"
#include "stream/append_sender.h"
#include "stream/state_key.h"

namespace leakproof::stream {
namespace {

// Where the record stood: "<partition>/<offset>" of the same topic.
constexpr std::string_view kOriginHeader = "leakproof-handed-over";

struct Origin {
  std::string partition;
  std::int64_t offset;
};

std::optional<Origin> origin_of(const Record& record) {
  const auto header = std::ranges::find_if(record.headers, [](const Header& one) { return one.name == kOriginHeader; });
  if (header == record.headers.end()) return std::nullopt;
  const auto slash = header->value.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto offset = parse_number<std::int64_t>(header->value.substr(slash + 1));
  return offset ? std::optional(Origin{header->value.substr(0, slash), *offset}) : std::nullopt;
}

std::string aside_prefix(const std::string& workspace) { return state_key(workspace, "misplaced"); }
std::string aside_key(const std::string& workspace, const std::string& number) {
  return state_key(workspace, "misplaced", {number});
}

std::optional<std::pair<std::string, std::string>> first_aside(const std::string& workspace, Draft& draft) {
  std::optional<std::pair<std::string, std::string>> first;
  draft.scan(aside_prefix(workspace), "", [&](std::string_view key, std::string_view value) {
    first.emplace(key, value);
    return false;
  });
  return first;
}

// Grows for ever: it is part of the ids of calls.
std::string next_number(const std::string& workspace, Draft& draft) {
  const auto key = state_key(workspace, "misplaced_count");
  const std::int64_t number = parse_number<std::int64_t>(draft.get(key).value_or("0")).value_or(0) + 1;
  draft.put(key, std::to_string(number));
  return sortable(number);
}

// `key` is aside_key().
void call(const std::string& workspace, const std::string& key, std::string value, Draft& draft) {
  LEAKPROOF_CHECK(key.starts_with(aside_prefix(workspace)));
  const auto number = key.substr(aside_prefix(workspace).size());
  journal::v1::OutboxEntry entry;
  entry.set_id(workspace + ":hand_over:" + std::to_string(draft.partition()) + ":" +
               number.substr(0, number.size() - 1));
  entry.set_channel(kHandOverChannel);
  entry.set_payload(std::move(value));
  draft.enqueue(std::move(entry));
}

// The record as a dead letter would hold it, which it becomes when nobody takes it.
lead::v1::DeadLetter letter_of(const Arrival& arrival, std::int32_t home, Draft& draft) {
  lead::v1::DeadLetter letter;
  letter.set_stage("ingest");
  letter.set_topic(arrival.topic);
  letter.set_partition(draft.partition());
  letter.set_offset(arrival.record.offset.value());
  letter.set_key(arrival.workspace);
  letter.set_value(arrival.record.value);
  letter.set_at_micros(to_micros(draft.now()));
  letter.set_reason(arrival.sender + " chose partition " + std::to_string(draft.partition()) + " for workspace " +
                    arrival.workspace + ", which lives on " + std::to_string(home) +
                    ": set its client's partitioner to murmur2, see docs/formats/topics.md");
  return letter;
}

void put_aside(const Arrival& arrival, std::int32_t home, Draft& draft) {
  LEAKPROOF_CHECK(home != draft.partition());
  const bool under_way = first_aside(arrival.workspace, draft).has_value();
  const auto key = aside_key(arrival.workspace, next_number(arrival.workspace, draft));
  auto value = letter_of(arrival, home, draft).SerializeAsString();
  draft.put(key, value);
  if (!under_way) call(arrival.workspace, key, std::move(value), draft);
}

bool was_taken_before(const Arrival& arrival, Draft& draft) {
  const auto origin = origin_of(arrival.record);
  if (!origin) return false;
  const auto key = state_key(arrival.workspace, "handed_over", {arrival.topic, origin->partition});
  const auto last = parse_number<std::int64_t>(draft.get(key).value_or("-1")).value_or(-1);
  if (origin->offset <= last) return true;
  draft.put(key, std::to_string(origin->offset));
  return false;
}

}  // namespace

bool is_handed_over(const Arrival& arrival, std::int32_t partitions, Draft& draft) {
  LEAKPROOF_CHECK(!arrival.workspace.empty());
  LEAKPROOF_CHECK(0 <= draft.partition() && draft.partition() < partitions);
  const auto home = partition_of(arrival.workspace, partitions);
  if (home == draft.partition()) return was_taken_before(arrival, draft);
  put_aside(arrival, home, draft);
  return true;
}

Status on_handed_over(const journal::v1::OutboxEntry& entry, const OutboxOutcome& outcome, Draft& draft) {
  lead::v1::Event event;
  auto& letter = *event.mutable_dead_letter();
  if (!letter.ParseFromString(entry.payload())) return refuse("the call to hand over a record is damaged");
  const std::string workspace = letter.key();
  if (const auto first = first_aside(workspace, draft)) draft.erase(first->first);
  if (const auto next = first_aside(workspace, draft)) call(workspace, next->first, next->second, draft);
  if (outcome.state == OutboxOutcome::State::kDelivered) return {};
  event.set_workspace_id(workspace);
  letter.set_reason(letter.reason() + "; the log did not take it there: " + outcome.detail);
  draft.emit(std::move(event));
  return {};
}

void HandOverSender::send(const journal::v1::OutboxEntry& entry, std::function<void(AttemptResult)> done) {
  lead::v1::DeadLetter letter;
  if (!letter.ParseFromString(entry.payload()))
    return done({AttemptResult::State::kFailed, "the call to hand over a record is damaged", {}});
  const std::string origin = std::to_string(letter.partition()) + "/" + std::to_string(letter.offset());
  NewRecord record{letter.key(), letter.value(), {{std::string(kOriginHeader), origin}}};
  log_.inputs().append({letter.topic(), partition_of(letter.key(), log_.partitions())}, std::move(record),
                       [done = std::move(done)](Result<Offset> appended) { done(attempt_of(appended)); });
}

}  // namespace leakproof::stream
