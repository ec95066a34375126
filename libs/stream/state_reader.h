// The port of queries: committed state of any stage, wherever its owner is. Thread-safe; may take a round trip to
// another instance.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace leakproof::stream {

class StateReader {
 public:
  virtual ~StateReader() = default;
  // kRetry while nobody owns the partition (a takeover is under way).
  virtual Result<std::optional<std::string>> get(const std::string& stage, const std::string& workspace,
                                                 std::string_view key) = 0;
  // Up to `limit` entries whose key begins with `prefix` and is > `after` (empty = from the first).
  virtual Result<std::vector<std::pair<std::string, std::string>>> scan(const std::string& stage,
                                                                        const std::string& workspace,
                                                                        std::string_view prefix, std::string_view after,
                                                                        int limit) = 0;
};

// A list in a stage's state: what the keys of its entries begin with.
struct StateList {
  std::string stage;
  std::string prefix;
};

// The message that a stored value is.
template <class Message>
Result<Message> parse_state(const std::string& stage, const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes))
    return fatal("a stored value of " + stage + " does not parse: was it written by a later version?");
  return message;
}

// The stored value of a key; nullopt when there is none.
template <class Message>
Result<std::optional<Message>> read_state(StateReader& states, const std::string& stage, const std::string& workspace,
                                          std::string_view key) {
  LEAKPROOF_ASSIGN(bytes, states.get(stage, workspace, key));
  if (!bytes) return std::optional<Message>();
  LEAKPROOF_ASSIGN(message, parse_state<Message>(stage, *bytes));
  return std::optional(std::move(message));
}

}  // namespace leakproof::stream
