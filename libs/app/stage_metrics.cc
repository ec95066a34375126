#include "app/stage_metrics.h"

#include <algorithm>

#include "base/journey_exits.h"
#include "observe/log.h"
#include "stream/hand_over.h"

namespace leakproof::app {
namespace {

using lead::v1::Delivery;

constexpr std::size_t kMisplacedTold = 1000;  // senders and partitions

double seconds_between(std::int64_t from_micros, Instant to) {
  return static_cast<double>(to_micros(to) - from_micros) / 1e6;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

}  // namespace

StageMetrics::StageMetrics(observe::Metrics& metrics)
    : metrics_(metrics),
      owner_seconds_(metrics.histogram("leakproof_click_to_owner_seconds",
                                       "First click to the committed owner of a new lead", observe::kOwnerSeconds)) {}

StageMetrics::Stage& StageMetrics::stage(const std::string& name) {
  MutexLock lock(mutex_);
  auto [at, fresh] = stages_.try_emplace(name);
  if (fresh) {
    const std::string prefix = "leakproof_" + name;
    at->second = {&metrics_.counter(prefix + "_effects_total", "Effects settled by the " + name + " stage"),
                  &metrics_.counter(prefix + "_dead_letters_total", "Records the " + name + " stage refused"),
                  &metrics_.gauge(prefix + "_partitions_working", "Partitions owned and caught up"),
                  &metrics_.gauge(prefix + "_last_settled_timestamp_seconds", "When the last effect settled"),
                  &metrics_.histogram(prefix + "_hop_seconds", "From making an effect to its being settled",
                                      observe::kHopSeconds),
                  {},
                  {}};
  }
  return at->second;
}

void StageMetrics::on_settled(const stream::TaskSpec& task, const journal::v1::Effect& effect, stream::Offset,
                              Instant now, bool live) {
  if (!live) return;  // what an earlier owner committed was counted by it
  Stage& to = stage(task.stage);
  to.effects->Increment();
  to.last_settled->Set(static_cast<double>(to_micros(now)) / 1e6);
  to.hop->Observe(seconds_between(effect.now_micros(), now));
  for (auto& call : effect.outbox_added()) {
    if (call.channel() == stream::kHandOverChannel) count_handed_over(task.stage, call);
  }
  const std::string own = task.stage + "-";
  for (auto& event : effect.events()) {
    if (event.event_id().starts_with(own)) count_event(task.stage, event, now);
  }
}

// The senders are told of by what is the same in all their records; one line a sender and partition.
void StageMetrics::count_handed_over(const std::string& stage_name, const journal::v1::OutboxEntry& call) {
  lead::v1::DeadLetter letter;
  if (!letter.ParseFromString(call.payload())) return;
  metrics_
      .counter("leakproof_" + stage_name + "_handed_over_total",
               "Records that stood on a partition which was not their workspace's own", {{"topic", letter.topic()}})
      .Increment();
  MutexLock lock(mutex_);
  if (told_misplaced_.size() >= kMisplacedTold || !told_misplaced_.insert(letter.topic() + letter.reason()).second)
    return;
  observe::log_warn("record_misplaced", {{"stage", stage_name},
                                         {"workspace", letter.key()},
                                         {"topic", letter.topic()},
                                         {"offset", letter.offset()},
                                         {"why", letter.reason()}});
}

void StageMetrics::count_event(const std::string& stage_name, const lead::v1::Event& event, Instant now) {
  if (event.has_dead_letter()) {
    stage(stage_name).dead_letters->Increment();
    observe::log_warn("dead_letter", {{"stage", stage_name},
                                      {"workspace", event.workspace_id()},
                                      {"origin", event.dead_letter().topic()},
                                      {"offset", event.dead_letter().offset()},
                                      {"reason", event.dead_letter().reason()}});
  }
  if (event.has_submission_settled()) {
    auto state = lead::v1::SubmissionSettled::State_Name(event.submission_settled().state());
    metrics_
        .counter("leakproof_ingest_submissions_total", "Submissions by the state they ended in",
                 {{"state", lower(state)}})
        .Increment();
  }
  if (event.has_quarantined()) {
    metrics_
        .counter("leakproof_ingest_quarantined_total", "Submissions quarantined, by reason",
                 {{"reason", event.quarantined().reason()}})
        .Increment();
    tell_quarantined(event, now);
  }
  tell_config(event);
  if (event.has_audit() && event.audit().has_decision()) count_decision(event.audit().decision(), event, now);
  if (event.has_assignment_changed() && event.assignment_changed().state() == lead::v1::AssignmentChanged::BREACHED) {
    metrics_.counter("leakproof_router_sla_breaches_total", "Response timers that ran out").Increment();
  }
  if (event.has_lead_swept()) {
    metrics_
        .counter("leakproof_router_swept_total", "Leads that a sweep acted on, by what it found and did",
                 {{"kind", event.lead_swept().kind()}, {"action", event.lead_swept().action()}})
        .Increment();
  }
  count_zone_data(stage_name, event);
  if (event.has_enrolment_changed() || event.has_delivery()) count_nurture(event);
  if (event.has_delivery()) {
    deliveries(stage_name, event.delivery().channel(), event.delivery().state()).Increment();
    if (event.delivery().state() == Delivery::FAILED || event.delivery().state() == Delivery::UNKNOWN) {
      observe::log_warn("not_delivered", {{"stage", stage_name},
                                          {"workspace", event.workspace_id()},
                                          {"lead", event.lead_id()},
                                          {"call", event.delivery().outbox_id()},
                                          {"channel", event.delivery().channel()},
                                          {"reason", event.delivery().detail()}});
    }
  }
}

// What is wrong with it may quote what a person wrote: the reason is of a closed list.
void StageMetrics::tell_quarantined(const lead::v1::Event& event, Instant now) {
  const auto& quarantined = event.quarantined();
  const std::string thing = event.workspace_id() + "/" + quarantined.source_id() + "/" + quarantined.reason();
  if (const auto more = quarantine_lines_.take(thing, now))
    observe::log_warn("quarantined", {{"workspace", event.workspace_id()},
                                      {"source", quarantined.source_id()},
                                      {"reason", quarantined.reason()},
                                      {"receipt", quarantined.receipt_id()},
                                      {"more_before", *more}});
}

void StageMetrics::tell_config(const lead::v1::Event& event) {
  if (event.has_config_applied())
    observe::log_info("config_applied",
                      {{"workspace", event.workspace_id()}, {"version", event.config_applied().version()}});
  if (event.has_config_refused())
    observe::log_warn("config_refused", {{"workspace", event.workspace_id()},
                                         {"version_in_force", event.config_refused().version_in_force()},
                                         {"reason", event.config_refused().reason()}});
}

// What newer zone data have moved: each time, and one line a workspace when all of it has been looked at.
void StageMetrics::count_zone_data(const std::string& stage_name, const lead::v1::Event& event) {
  for (const auto& time : event.due_moved().times())
    metrics_
        .counter("leakproof_" + stage_name + "_due_times_moved_total",
                 "Times that newer zone data have moved, by what was due", {{"timer", time.timer()}})
        .Increment();
  if (!event.has_zone_data_applied()) return;
  const auto& applied = event.zone_data_applied();
  observe::log_info("zone_data_applied", {{"stage", stage_name},
                                          {"workspace", event.workspace_id()},
                                          {"before", applied.zone_data_before()},
                                          {"zone_data", applied.zone_data()},
                                          {"leads_looked_at", applied.leads_looked_at()},
                                          {"leads_moved", applied.leads_moved()}});
}

// Why leads leave journeys, and why messages do not go. A reason that the author of a journey wrote is "exit_step": it
// may be any text.
void StageMetrics::count_nurture(const lead::v1::Event& event) {
  using lead::v1::EnrolmentChanged;
  const auto& changed = event.enrolment_changed();
  if (changed.state() == EnrolmentChanged::EXITED)
    metrics_
        .counter("leakproof_nurture_exits_total", "Leads that left a journey or were not let in, by reason",
                 {{"reason", journey_exit(changed.reason()) ? changed.reason() : "exit_step"}})
        .Increment();
  if (event.delivery().state() == Delivery::SUPPRESSED)
    metrics_
        .counter("leakproof_nurture_suppressed_total", "Messages of journeys that did not go, by reason",
                 {{"channel", event.delivery().channel()}, {"reason", event.delivery().detail()}})
        .Increment();
}

void StageMetrics::count_decision(const lead::v1::Decision& decision, const lead::v1::Event& event, Instant now) {
  auto outcome = lead::v1::Decision::Outcome_Name(decision.outcome());
  metrics_.counter("leakproof_router_decisions_total", "Routing decisions by outcome", {{"outcome", lower(outcome)}})
      .Increment();
  if (decision.outcome() == lead::v1::Decision::ASSIGNED && decision.trigger() == lead::v1::Decision::NEW_LEAD &&
      event.received_micros() > 0) {
    owner_seconds_.Observe(seconds_between(event.received_micros(), now));
  }
}

void StageMetrics::on_input_lag(const stream::TaskSpec& task, Duration lag) {
  show(&Stage::input_lag, task, "_lag_seconds", "How far the stage is behind its inputs", lag);
}

std::map<std::string, Duration> StageMetrics::input_lags() {
  std::map<std::string, Duration> lags;
  MutexLock lock(mutex_);
  for (auto& [name, stage] : stages_) {
    double most = 0;
    for (auto& [partition, gauge] : stage.input_lag) most = std::max(most, gauge->Value());
    lags[name] = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(most));
  }
  return lags;
}

std::map<std::string, std::int64_t> StageMetrics::dead_letters() {
  std::map<std::string, std::int64_t> counts;
  MutexLock lock(mutex_);
  for (auto& [name, stage] : stages_) counts[name] = static_cast<std::int64_t>(stage.dead_letters->Value());
  return counts;
}

std::set<ReceiverDown> StageMetrics::receivers_down() {
  std::map<std::pair<std::string, std::string>, std::string> each;
  std::set<ReceiverDown> receivers;
  MutexLock lock(mutex_);
  for (const auto& [one, last_answer] : down_) each[{one.stage, one.receiver}] = last_answer;
  for (const auto& [who, last_answer] : each) receivers.insert({who.first, who.second, last_answer});
  return receivers;
}

// A partition without calls has nobody to wait for: what it said of receivers is over.
void StageMetrics::on_oldest_call_age(const stream::TaskSpec& task, Duration oldest) {
  show(&Stage::oldest_calls, task, "_calls_oldest_seconds", "Age of the oldest call to the outside without an outcome",
       oldest);
  if (oldest > Duration::zero()) return;
  MutexLock lock(mutex_);
  std::erase_if(
      down_, [&](const auto& one) { return one.first.stage == task.stage && one.first.partition == task.partition; });
  show_receivers_down(task.stage);
}

void StageMetrics::on_receiver_state_changed(const stream::TaskSpec& task, const stream::ReceiverStateChange& change) {
  const bool is_down = change.change == stream::CircuitChange::kOpened;
  {
    MutexLock lock(mutex_);
    const Down one{task.stage, task.partition, change.receiver};
    if (is_down)
      down_[one] = change.detail;
    else
      down_.erase(one);
    show_receivers_down(task.stage);
  }
  if (!is_down)
    return observe::log_info("receiver_answers_again", {{"stage", task.stage}, {"receiver", change.receiver}});
  observe::log_warn("receiver_down",
                    {{"stage", task.stage}, {"receiver", change.receiver}, {"last_answer", change.detail}});
}

void StageMetrics::show_receivers_down(const std::string& stage) {
  std::map<std::string, int> by_channel;
  for (const auto& [one, last_answer] : down_) {
    if (one.stage == stage) ++by_channel[one.receiver.substr(0, one.receiver.find(' '))];
  }
  for (const auto& [channel, count] : by_channel) {
    auto [at, fresh] = down_gauges_.try_emplace(stage + " " + channel, nullptr);
    if (fresh)
      at->second = &metrics_.gauge("leakproof_receivers_down", "Receivers of calls to the outside that take none now",
                                   {{"stage", stage}, {"channel", channel}});
  }
  for (auto& [name, gauge] : down_gauges_) {
    const auto blank = name.find(' ');
    if (name.substr(0, blank) != stage) continue;
    const auto found = by_channel.find(name.substr(blank + 1));
    gauge->Set(found == by_channel.end() ? 0 : found->second);
  }
}

void StageMetrics::show(ByPartition Stage::*gauges, const stream::TaskSpec& task, const char* suffix, const char* help,
                        Duration value) {
  Stage& of = stage(task.stage);
  MutexLock lock(mutex_);
  auto [at, fresh] = (of.*gauges).try_emplace(task.partition, nullptr);
  if (fresh)
    at->second =
        &metrics_.gauge("leakproof_" + task.stage + suffix, help, {{"partition", std::to_string(task.partition)}});
  at->second->Set(std::chrono::duration<double>(value).count());
}

observe::Counter& StageMetrics::deliveries(const std::string& stage, const std::string& channel,
                                           Delivery::State state) {
  return metrics_.counter("leakproof_" + stage + "_deliveries_total", "Calls to the outside by outcome",
                          {{"channel", channel}, {"state", lower(Delivery::State_Name(state))}});
}

void StageMetrics::on_state_changed(const stream::TaskSpec& task, stream::TaskState state, const std::string& why) {
  for (const auto& [channel, sender] : task.channels) {  // from zero on, so that the first failure is an increase
    for (const auto outcome : {Delivery::DELIVERED, Delivery::FAILED, Delivery::UNKNOWN})
      deliveries(task.stage, channel, outcome);
  }
  const std::string place = task.stage + "/" + std::to_string(task.partition);
  Stage& of = stage(task.stage);
  {
    MutexLock lock(mutex_);
    auto [at, fresh] = states_.try_emplace(place, nullptr);
    const bool was = at->second != nullptr, is = state == stream::TaskState::kWorking;
    if (was != is) of.working->Increment(is ? 1 : -1);
    at->second = is ? of.working : nullptr;
  }
  if (state == stream::TaskState::kReleased) {  // another process says it from now on
    on_input_lag(task, {});
    on_oldest_call_age(task, {});
  }
  const bool bad = state == stream::TaskState::kHalted;
  observe::log_line(
      bad           ? observe::LogLevel::kError
      : why.empty() ? observe::LogLevel::kInfo
                    : observe::LogLevel::kWarn,
      "task_state",
      {{"stage", task.stage}, {"partition", task.partition}, {"state", stream::name_of(state)}, {"why", why}});
}

}  // namespace leakproof::app
