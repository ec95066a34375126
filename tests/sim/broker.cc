#include "broker.h"

namespace leakproof::sim {
namespace {

std::string text_of(const stream::NewRecord& of) {
  journal::v1::Record record;
  if (!record.ParseFromString(of.value)) return std::to_string(of.value.size()) + " bytes of no journal";
  if (record.has_fence()) return "fence of " + record.fence().owner_id();
  if (!record.has_effect()) return "a record of another kind";
  const auto& effect = record.effect();
  std::string text = "effect " + std::to_string(effect.epoch()) + "." + std::to_string(effect.seq()) + " <- ";
  const auto& cause = effect.cause();
  text += cause.has_input()      ? cause.input().topic() + "@" + std::to_string(cause.input().offset())
          : cause.housekeeping() ? "housekeeping"
                                 : cause.timer_id() + cause.outbox_id();
  for (const auto& event : effect.events())
    text += " " + event.GetDescriptor()->FindFieldByNumber(event.body_case())->name();
  return text;
}

}  // namespace

stream::Offset Broker::push(const stream::TopicPartition& to, stream::NewRecord record) {
  keep(to, record);
  return log.push(to, std::move(record));
}

void Broker::keep(const stream::TopicPartition& to, const stream::NewRecord& record) {
  auto& records = evidence_.log[to];
  records.push_back({now_, record});
  trace_.mix_bytes(to.topic);
  trace_.mix(static_cast<std::uint64_t>(to.partition));
  trace_.mix_bytes(record.value);
  trace_.say([&] {
    const bool journal = to.topic.ends_with(".journal");
    const auto place = to.topic + "/" + std::to_string(to.partition) + "@" + std::to_string(records.size() - 1);
    return place +
           " := " + (journal ? text_of(record) : std::to_string(record.value.size()) + " bytes of " + record.key);
  });
}

}  // namespace leakproof::sim
