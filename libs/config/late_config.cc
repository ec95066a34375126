#include "config/late_config.h"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "config/limits.h"
#include "stream/topics.h"

namespace leakproof::config {
namespace {

Error nobody_knows() { return retry("the log does not say now whether a new configuration is on its way: try again"); }

}  // namespace

void LateConfig::when_current(const std::string& workspace, Current current) {
  {
    MutexLock lock(mutex_);
    if (waiting_.size() < kLateConfigWaitingMax) {
      waiting_.push_back({next_number_++, stream::partition_of(workspace, log_.partitions()), std::move(current),
                          clock_.now() + kLateConfigPatience, std::nullopt});
      return wake_.notify();
    }
  }
  current(nobody_knows());
}

Status LateConfig::wait_until_current(const std::string& workspace) {
  const auto told = std::make_shared<std::promise<Status>>();
  auto answer = told->get_future();
  when_current(workspace, [told](Status status) { told->set_value(std::move(status)); });
  return answer.get();
}

std::optional<LateConfig::Question> LateConfig::next_question() {
  MutexLock lock(mutex_);
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), [](const Waiting& one) { return !one.end; });
  return found == waiting_.end() ? std::nullopt : std::optional(Question{found->partition, next_number_});
}

void LateConfig::answer(const Question& question, stream::Position end) {
  MutexLock lock(mutex_);
  for (auto& one : waiting_) {
    if (one.partition == question.partition && one.number < question.before && !one.end) one.end = end;
  }
}

void LateConfig::step() {
  while (const auto question = next_question()) {
    const auto end = log_.end({stream::topics::kWorkspaceConfig, question->partition});
    if (!end.ok()) break;  // asked again in the next step, by those who still wait
    answer(*question, *end);
  }
  settle();
}

void LateConfig::settle() {
  std::vector<std::pair<Current, Status>> over;
  {
    MutexLock lock(mutex_);
    std::erase_if(waiting_, [&](Waiting& one) {
      const bool current = one.end && follower_.position(one.partition) >= *one.end;
      if (!current && clock_.now() < one.until) return false;
      over.emplace_back(std::move(one.current), current ? Status() : Status(nobody_knows()));
      return true;
    });
  }
  for (auto& [current, status] : over) current(std::move(status));
}

}  // namespace leakproof::config
