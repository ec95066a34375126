// Follows journals from their end, by the reader rule, and hands settled events to those who wait for them as the reply
// to their command.
// Works on either log and in any process. step() is driven by one thread; expect() and wait() are called from any.
#pragma once
#include <list>
#include <map>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "stream/command_replies.h"
#include "stream/journal_reader.h"

namespace leakproof::stream {

class Follower final : public CommandReplies {
 public:
  // Follows the journals of `stages`.
  Follower(Log& log, std::vector<std::string> stages, Signal& wake)
      : log_(log), stages_(std::move(stages)), wake_(wake) {}
  // Joins every journal at its end. Replies to commands appended after this are seen.
  Status start();
  // Reads what there is; true when there was something. Callers are not told of an error of the log: they time out.
  Result<bool> step();
  std::unique_ptr<PendingReply> expect(const std::string& stage, const std::string& command_id, Match match) override;

 private:
  class Waiting;
  using Key = std::pair<std::string, std::string>;  // stage, command id
  struct Source {
    std::string stage;
    std::unique_ptr<JournalReader> reader;
  };
  bool awaited();
  void tell(const std::string& stage, const journal::v1::Effect& effect);

  Log& log_;
  std::vector<std::string> stages_;
  Signal& wake_;
  std::vector<Source> sources_;
  Mutex mutex_;
  ConditionVariable replied_;
  std::multimap<Key, Waiting*> waiting_ LEAKPROOF_GUARDED_BY(mutex_);
};

}  // namespace leakproof::stream
