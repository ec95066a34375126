// Waits for the fact that replies to a command: settled events of a stage's journal, found by their command_id.
// Thread-safe.
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
  // Whether this event is the reply; called on the follower's thread.
  using Match = std::function<bool(const lead::v1::Event&)>;
  // A reply that is waited for. Destroying it ends the wait.
  class PendingReply {
   public:
    virtual ~PendingReply() = default;
    // Waits for the reply, at most `timeout` long; returns nothing when that has passed.
    virtual std::optional<lead::v1::Event> wait(Duration timeout) = 0;
  };
  // To be called BEFORE the command is appended, or its reply may be missed.
  virtual std::unique_ptr<PendingReply> expect(const std::string& stage, const std::string& command_id,
                                               Match match) = 0;
};
}  // namespace leakproof::stream
