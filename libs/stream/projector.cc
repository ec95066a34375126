#include "stream/projector.h"

#include "base/check.h"
#include "base/crash_point.h"
#include "base/time_text.h"
#include "stream/invariants.h"
#include "stream/limits.h"
#include "stream/store_position.h"
#include "stream/topics.h"

namespace leakproof::stream {
namespace {

std::string place(const TopicPartition& journal) { return journal.topic + "/" + std::to_string(journal.partition); }

}  // namespace

Projector::Projector(Of of, Log& log, Signal& wake)
    : of_(std::move(of)),
      journal_{topics::journal_of(of_.stage), of_.partition},
      log_(log),
      wake_(wake),
      publisher_(log.published()->publisher(of_.stage + "-" + std::to_string(of_.partition))) {}

Result<bool> Projector::step() {
  if (!reader_) LEAKPROOF_TRY(claim());
  std::vector<JournalItem> items;
  Status status = reader_->read(limits::kPublishedAtOnce, items);
  if (status.ok() && !items.empty()) status = publish(items);
  if (!status.ok()) reader_.reset();
  LEAKPROOF_TRY(status);
  return !items.empty();
}

// In this order: when the name is ours nobody else can publish, so what stands last in the changelog stays the last.
Status Projector::claim() {
  LEAKPROOF_CHECK(!reader_);
  LEAKPROOF_TRY(publisher_->claim());
  LEAKPROOF_ASSIGN(published, last_position(log_, of_.stage, of_.partition));
  position_ = published ? *published : first_position(of_.stage, of_.partition);
  if (position_.stage() != of_.stage || position_.partition() != of_.partition)
    return fatal(topics::changelog_of(of_.stage) + "/" + std::to_string(of_.partition) + " holds the position of " +
                 position_.stage() + "/" + std::to_string(position_.partition()) + ": its topic is another stage's");
  LEAKPROOF_ASSIGN(kept, log_.begin(journal_));
  if (position_.next_offset() < kept.value()) {
    return fatal(place(journal_) + " is published up to " + std::to_string(position_.next_offset()) +
                 " but begins at " + std::to_string(kept.value()) +
                 ": facts were deleted before they were published; docs/runbooks/journal-lost.md");
  }
  LEAKPROOF_ASSIGN(reader,
                   JournalReader::open(log_, journal_, Position(position_.next_offset()), position_.reader(), wake_));
  reader_ = std::move(reader);
  return {};
}

Status Projector::publish(const std::vector<JournalItem>& items) {
  LEAKPROOF_CHECK(reader_ && !items.empty());
  std::vector<Publication> group;
  std::vector<Change> changes;
  auto next = position_;
  for (auto& item : items) {
    if (item.admission == Admission::kCounts) add(item, group, changes);
    move_past(next, item);
  }
  keep_last_of_each_key(changes);
  changes.push_back({kPositionKey, next.SerializeAsString()});
  for (auto& change : changes)
    group.push_back({{topics::changelog_of(of_.stage), of_.partition}, changelog_record(change)});
  invariants::check_position(position_, next, reader_->position());
  crash_point(CrashPoint::kBeforePublish);
  LEAKPROOF_TRY(publisher_->publish(group));
  crash_point(CrashPoint::kAfterPublish);
  LEAKPROOF_CHECK(next.next_offset() == after(items.back().offset).value());
  position_ = std::move(next);
  reached_ = items.back().appended;
  return {};
}

void Projector::add(const JournalItem& item, std::vector<Publication>& group, std::vector<Change>& changes) const {
  LEAKPROOF_CHECK(item.record && item.admission == Admission::kCounts);
  auto& effect = item.record->effect();
  for (auto& fact : project(of_.stage, effect)) {
    group.push_back({{fact.topic, of_.partition}, published_record(fact, journal_, item.offset)});
  }
  add_changes(effect, item.offset, of_.derive, changes);
}

// Source: CloudEvents 1.0.2, Kafka protocol binding, binary content mode; times are RFC 3339.
NewRecord published_record(const Published& fact, const TopicPartition& journal, Offset at) {
  return {fact.key,
          fact.value,
          {{"ce_specversion", "1.0"},
           {"ce_id", fact.event_id},
           {"ce_type", "leakproof." + fact.topic},
           {"ce_source", "/" + place(journal)},
           {"ce_time", format_instant(fact.at)},
           {"ce_leakproofoffset", std::to_string(at.value())},
           {"content-type", "application/protobuf"}}};
}

}  // namespace leakproof::stream
