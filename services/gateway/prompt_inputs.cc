#include "gateway/prompt_inputs.h"

#include <utility>

#include "observe/log.h"

namespace leakproof::gateway {
namespace {

std::string name_of(const stream::TopicPartition& to) { return to.topic + "/" + std::to_string(to.partition); }

// A log that refuses one record takes others.
bool shows_an_outage(const Result<stream::Offset>& at) {
  return !at.ok() && at.error().disposition() != Disposition::kRefuse;
}

}  // namespace

std::string PromptInputs::busy(const stream::TopicPartition& to, const Lane& lane) const {
  if (!lane.answers && lane.with_the_log > 0) return name_of(to) + " does not answer now";
  if (state_->open >= limits_.waiting_max) return "too many wait for the log to answer";
  return {};
}

void PromptInputs::append(const stream::TopicPartition& to, stream::NewRecord record, stream::Appended done) {
  const auto one = std::make_shared<Waiting>(Waiting{to, std::move(done), clock_.now() + limits_.patience});
  std::string why;
  {
    MutexLock lock(state_->mutex);
    Lane& lane = state_->lanes[to];
    why = busy(to, lane);
    if (why.empty()) {
      ++lane.with_the_log;
      ++state_->open;
      state_->waiting.push_back(one);
    }
  }
  if (!why.empty()) return one->done(retry(why + ": nothing was kept, send it again"));
  inputs_.append(to, std::move(record),
                 [state = state_, one](Result<stream::Offset> at) { state->answered(*one, std::move(at)); });
}

// One line when a partition falls silent, and one when it answers again.
void PromptInputs::State::learn(const stream::TopicPartition& to, Lane& lane, bool answers, const std::string& why) {
  if (std::exchange(lane.answers, answers) == answers) return;
  if (answers)
    observe::log_info("log_answers_again", {{"topic", to.topic}, {"partition", to.partition}});
  else
    observe::log_warn("log_does_not_answer", {{"topic", to.topic}, {"partition", to.partition}, {"why", why}});
}

stream::Appended PromptInputs::State::take(Waiting& one) {
  if (one.done) --open;
  return std::exchange(one.done, nullptr);
}

void PromptInputs::State::answered(Waiting& one, Result<stream::Offset> at) {
  stream::Appended done;
  {
    MutexLock lock(mutex);
    Lane& lane = lanes[one.to];
    --lane.with_the_log;
    learn(one.to, lane, !shows_an_outage(at), at.ok() ? "" : at.error().message());
    done = take(one);
  }
  if (done) done(std::move(at));
}

void PromptInputs::step() {
  std::vector<std::pair<stream::Appended, std::string>> late;
  {
    MutexLock lock(state_->mutex);
    for (auto& waiting = state_->waiting; !waiting.empty(); waiting.pop_front()) {
      Waiting& one = *waiting.front();
      if (one.done && one.due > clock_.now()) break;
      if (!one.done) continue;
      State::learn(one.to, state_->lanes[one.to], false, "an append was not acknowledged in time");
      late.emplace_back(state_->take(one), name_of(one.to));
    }
  }
  for (auto& [done, to] : late)
    done(refence(to + " has not acknowledged it in time: it may or may not be kept, send it again"));
}

}  // namespace leakproof::gateway
