// Waits for the fact that answers a command: settled events of a stage's journal, by their command_id. Thread-safe.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::stream {
class CommandReplies {
 public:
  virtual ~CommandReplies() = default;
  // True when this event is the answer; called on the follower's thread.
  using Match = std::function<bool(const lead::v1::Event&)>;
  // Register BEFORE the command is appended. Destroying the ticket ends the wait.
  class PendingReply {
   public:
    virtual ~PendingReply() = default;
    // Waits for the answer, at most `patience`; nothing when time is up.
    virtual std::optional<lead::v1::Event> wait(Duration patience) = 0;
  };
  virtual std::unique_ptr<PendingReply> expect(const std::string& stage, const std::string& command_id,
                                               Match match) = 0;
};
}  // namespace leakproof::stream
