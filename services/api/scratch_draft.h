// A stage's view of its committed state that may be written to and is then thrown away. One thread, one question.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stream/processor.h"
#include "stream/state_reader.h"

namespace leakproof::api {

class ScratchDraft final : public stream::Draft {
 public:
  // `states` outlives it.
  ScratchDraft(stream::StateReader& states, std::string stage, std::string workspace, Instant now)
      : states_(states), stage_(std::move(stage)), workspace_(std::move(workspace)), now_(now) {}

  // The first error of reading the state; what follows from it is void.
  const Status& status() const { return status_; }
  // What the stage would have said, in order; or that error.
  Result<std::vector<lead::v1::Event>> take_events();

  Instant now() const override { return now_; }
  std::int32_t partition() const override { return 0; }
  std::optional<std::string> get(std::string_view key) override;
  void scan(std::string_view prefix, std::string_view from, const stream::Visit& visit) override;
  void put(std::string key, std::string value) override { written_[std::move(key)] = std::move(value); }
  void erase(std::string key) override { written_[std::move(key)] = std::nullopt; }
  std::string emit(lead::v1::Event event) override;
  const lead::v1::Event& forward(lead::v1::Event&& event) override { return events_.emplace_back(std::move(event)); }
  void set_timer(std::string, Instant, std::string) override {}
  void clear_timer(std::string, Instant) override {}
  void enqueue(journal::v1::OutboxEntry) override {}
  bool withdraw(const std::string&) override { return true; }
  std::string cause() const override { return "preview"; }

 private:
  stream::StateReader& states_;
  const std::string stage_;
  const std::string workspace_;
  const Instant now_;
  std::map<std::string, std::optional<std::string>, std::less<>>
      written_;  // over the committed state; nothing = erased
  std::deque<lead::v1::Event> events_;
  Status status_;
};

}  // namespace leakproof::api
